import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../support/failure.js';

/** A task of a job array, as the queue shows it. */
export interface QueuedTask {
  /** The number of the array. */
  readonly job: string;
  readonly index: number;
  /** The array's name. */
  readonly name: string;
  /** Slurm's own word: `PENDING`, `RUNNING`, `COMPLETED`, … */
  readonly state: string;
  /** How often it was started again. */
  readonly restarts: number;
  /** Where it runs, or ran. */
  readonly node: string;
}

/** Fields of `squeue`; each ends with a bar, which none of them holds. */
const FIELDS = ['ArrayJobID', 'ArrayTaskID', 'Name', 'State', 'RestartCnt', 'NodeList'];

/**
 * Submits a job array.
 *
 * @param options as `sbatch` takes them
 * @param script what each task runs
 * @returns the number of the array
 */
export async function submitArray(options: readonly string[], script: string): Promise<string> {
  const printed = await run('sbatch', ['--parsable', ...options], script);
  const [job = ''] = printed.split(';');
  if (/^\d+$/.test(job)) return job;
  throw new Failure(`sbatch printed '${printed}' where the number of a job was expected`);
}

/** This user's tasks that the queue knows: those that wait or run, and for some minutes those that have ended. */
export async function queuedTasks(): Promise<QueuedTask[]> {
  const format = FIELDS.map((field) => `${field}:|`).join();
  return parseQueue(await run('squeue', ['--noheader', '--array', '--me', '--states=all', '-O', format]));
}

/** The tasks of arrays in what `squeue` printed; jobs that are no arrays are left out. */
export function parseQueue(printed: string): QueuedTask[] {
  return printed.split('\n').flatMap((line) => {
    const [job = '', index = '', name = '', state = '', restarts = '', node = ''] = line.split('|');
    if (!/^\d+$/.test(index)) return [];
    return [{ job, index: Number(index), name, state, restarts: Number(restarts), node }];
  });
}

/** Ends tasks, by `12_3`, or whole arrays, by `12`. */
export async function cancelTasks(tasks: readonly string[]): Promise<void> {
  if (tasks.length > 0) await run('scancel', tasks);
}

/** How many tasks an array may have here. */
export async function maxArraySize(): Promise<number> {
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(await run('scontrol', ['show', 'config']))?.[1]);
  if (size > 0) return size;
  throw new Failure('this cluster takes no job arrays (MaxArraySize of scontrol show config)');
}

/**
 * Has the task that this process is start again from the beginning, unless Slurm is ending it for another reason.
 *
 * @returns whether it will
 */
export async function requeueThisTask(environment: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const { SLURM_JOB_ID: job } = environment;
  if (job === undefined) return false;
  const state = await run('squeue', ['--noheader', `--jobs=${job}`, '--format=%T']);
  if (state !== 'RUNNING') return false;
  await run('scontrol', ['requeue', job]);
  return true;
}

/** What one of Slurm's commands prints. @throws Failure with what it complained of */
async function run(program: string, parameters: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)(program, [...parameters], { maxBuffer: 2 ** 28 });
  running.child.stdin?.on('error', () => {});
  running.child.stdin?.end(input);
  try {
    return (await running).stdout.trim();
  } catch (error) {
    const { code, stderr = '' } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') {
      throw new Failure(
        `${program} is not on this machine; launch from a machine where Slurm's commands are`,
      );
    }
    throw new Failure(`${program}: ${stderr.trim() || `ended with code ${code}`}`);
  }
}
