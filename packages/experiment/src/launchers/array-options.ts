import { join } from 'node:path';
import { counted } from '../support/counted.js';
import { Failure } from '../support/failure.js';
import { LOG_PATTERN } from './batch-script.js';
import type { ArraySetting } from './job-array.js';

/** A unit that a scheduler could be given. */
export interface LaunchUnit {
  /** `imdb/sample/super-h4-seed0` */
  readonly id: string;
  /** What the plan says of it. */
  readonly state: string;
  /** Whether it is still to be trained. */
  readonly left: boolean;
  /** How long it will take; null where nothing is known. */
  readonly seconds: number | null;
  /** What its process will take; null where nothing is known. */
  readonly memoryBytes: number | null;
}

/** What the options of an array are made from. */
export interface ArrayRequest {
  readonly name: string;
  readonly units: readonly Pick<LaunchUnit, 'seconds' | 'memoryBytes'>[];
  readonly setting: ArraySetting;
  /** Where the tasks run. */
  readonly directory: string;
  readonly logs: string;
  /** An array that has to end before. */
  readonly after?: string | undefined;
}

/** How much more time than estimated a task is given, before Slurm ends it and it starts again where it was. */
const TIME_MARGIN = 2;

/** The least minutes of a task. */
const LEAST_MINUTES = 10;

/** How much more memory than estimated a task is given. */
const MEMORY_MARGIN = 1.5;

/** The least mebibytes of a task. */
const LEAST_MEBIBYTES = 1024;

/** Seconds before its end at which a task is told, so that it keeps what it has and is started again. */
const WARNING = 60;

/** The options of `sbatch` for an array; those that a person adds come last, so that they hold. */
export function arrayOptions({ name, units, setting, directory, logs, after }: ArrayRequest): string[] {
  const { threads, concurrent, slurm } = setting;
  const seconds = mostOf(units.map((unit) => unit.seconds));
  const bytes = mostOf(units.map((unit) => unit.memoryBytes));
  return [
    `--job-name=${name}`,
    `--array=0-${units.length - 1}${concurrent === undefined ? '' : `%${concurrent}`}`,
    `--chdir=${directory}`,
    `--output=${join(logs.replaceAll('%', '%%'), LOG_PATTERN)}`,
    '--open-mode=append',
    '--export=ALL',
    '--requeue',
    `--signal=B:TERM@${WARNING}`,
    '--ntasks=1',
    `--cpus-per-task=${threads}`,
    ...(seconds === undefined ? [] : [`--time=${minutesFor(seconds)}`]),
    ...(bytes === undefined ? [] : [`--mem=${mebibytesFor(bytes)}M`]),
    ...(after === undefined ? [] : [`--dependency=afterany:${after}`]),
    ...slurm,
  ];
}

/** What a task asks for: `1 core, 1,024 MiB, 10 min`. */
export function describeResources({ units, setting }: Pick<ArrayRequest, 'units' | 'setting'>): string {
  const seconds = mostOf(units.map((unit) => unit.seconds));
  const bytes = mostOf(units.map((unit) => unit.memoryBytes));
  return [
    counted(setting.threads, 'core'),
    bytes === undefined ? 'memory as the partition gives' : `${mebibytesFor(bytes).toLocaleString('en')} MiB`,
    seconds === undefined ? 'time as the partition gives' : `${minutesFor(seconds)} min`,
    ...setting.slurm,
  ].join(', ');
}

/** The most of what is known; unknown where nothing is, or a part isn't. */
function mostOf(values: readonly (number | null)[]): number | undefined {
  if (values.length === 0 || values.includes(null)) return undefined;
  return Math.max(...(values as number[]));
}

function minutesFor(seconds: number): number {
  return Math.max(LEAST_MINUTES, Math.ceil((TIME_MARGIN * seconds + WARNING) / 60));
}

function mebibytesFor(bytes: number): number {
  return Math.max(LEAST_MEBIBYTES, Math.ceil((MEMORY_MARGIN * bytes) / 2 ** 20));
}

/** What the launcher itself sets, and `sbatch` may not be told otherwise. */
const OWN = /^(-[aoeJD]|--(array|output|error|open-mode|job-name|chdir|wrap|parsable|signal)(=|$))/;

/**
 * The options of `sbatch` in a text, by blanks.
 *
 * @throws Failure for what is no option, or one that the launcher sets
 */
export function slurmOptions(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  for (const [at, word] of words.entries()) {
    const isValue = /^-[a-zA-Z]$/.test(words[at - 1] ?? '');
    if (/['"\\]/.test(word)) {
      throw new Failure(
        `--slurm: ${word}: quotes are not understood; set sbatch's variable instead, SBATCH_COMMENT for --comment`,
      );
    }
    if (!word.startsWith('-') && !isValue) {
      throw new Failure(`--slurm: expected options of sbatch like --partition=gpu, got ${word}`);
    }
    if (OWN.test(word)) throw new Failure(`--slurm: ${word} is set by the launcher itself`);
  }
  return words;
}
