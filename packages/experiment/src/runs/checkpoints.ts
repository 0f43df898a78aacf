import { type Claim, LostClaimError } from '@better-attention/files';
import type { Checkpoint, CheckpointMoment } from '@better-attention/training';
import { checkpointFiles, type History } from './checkpoint-files.js';
import { difference, type Origin } from './origin.js';

/** Seconds between two checkpoints of a run, unless others are asked for. */
const EVERY = 30;
/** How much longer a training goes on between two checkpoints than it took to copy and to write the first of them. */
const TIMES_TAKEN = 100;

/** How a run is kept while it is trained. */
export interface CheckpointOptions {
  /** The folder that the process owns which trains the run. */
  readonly claim: Claim;
  /** What the run is made from. */
  readonly origin: Omit<Origin, 'threads'>;
  /** Seconds between two checkpoints; by default 30. */
  readonly every?: number | undefined;
  /** The most runs at once on the machine in this sitting. */
  readonly concurrentRuns: () => number;
  /** Told what people should know. */
  readonly say: (line: string) => void;
}

/** What a run's first step needs to know of its trainer and its data. */
interface Beginning {
  /** Those of the trainer. */
  readonly threads: number;
  /** Of an epoch. */
  readonly steps: number;
}

/** The checkpoints of a run while it is trained. */
export interface Checkpoints {
  /** The threads that the run was trained with before, if it was. */
  readonly threads: number | undefined;
  /** What to go on from; nothing where the run begins. One that was made by another number of threads is set aside. */
  begin(beginning: Beginning): Promise<Checkpoint | undefined>;
  /**
   * Keeps a moment where it is time for it, and the last one of a training that stops. The file is written while the training
   * goes on; one that can't be written is told of once.
   *
   * @throws LostClaimError when another process took the run over
   */
  offer(moment: CheckpointMoment): Promise<void>;
  /** Waits until what is being written is written. */
  settled(): Promise<void>;
  /** Of this sitting and those before it. */
  history(): History;
}

/** Opens the checkpoints of a run: reads the newest that is whole and made from the same. */
export async function openCheckpoints({
  claim,
  origin,
  every = EVERY,
  concurrentRuns,
  say,
}: CheckpointOptions): Promise<Checkpoints> {
  const files = checkpointFiles(claim, say);
  let newest = await files.newest(origin);
  const threads = newest && Number(newest.origin.threads);
  /** Of the sittings that this one goes on with. */
  let before = newest?.history;
  let begun: Beginning | undefined;
  let due = performance.now() + every * 1000;
  /** Resolves to what the system refused, if it did. */
  let writing: Promise<Error | undefined> | undefined;
  let refused: Error | undefined;

  const history = (): History => ({
    sittings: before === undefined ? 0 : before.sittings + 1,
    concurrentRuns: Math.max(concurrentRuns(), before?.concurrentRuns ?? 1),
  });

  /** @param started when its copying began, in milliseconds of `performance.now()` */
  async function write(checkpoint: Checkpoint, started: number): Promise<Error | undefined> {
    const kept = { checkpoint, origin: { ...origin, threads: `${begun?.threads}` }, history: history() };
    try {
      await files.write(kept);
    } catch (error) {
      const isNews = refused === undefined && !(error instanceof LostClaimError);
      if (isNews) say(`no checkpoint could be written (${(error as Error).message}); the training goes on`);
      refused = error as Error;
      return refused;
    } finally {
      writing = undefined;
      const now = performance.now();
      due = now + Math.max(every * 1000, TIMES_TAKEN * (now - started));
    }
    return undefined;
  }

  /** Copies a moment; while it is being written, the training may go on. */
  async function keep({ make }: CheckpointMoment): Promise<void> {
    const started = performance.now();
    writing = write(await make(), started);
  }

  /** Keeps the last moment of a training that stops before its end. */
  async function keepLast({ make }: CheckpointMoment): Promise<void> {
    await writing;
    const started = performance.now();
    const checkpoint = await make();
    if (isStart(checkpoint) || (await write(checkpoint, started)) !== undefined) return;
    say(`stopped ${placeOf(checkpoint, begun as Beginning)}; the same command goes on from there`);
  }

  return {
    threads,
    history,
    settled: async () => void (await writing),
    async begin(beginning) {
      begun = beginning;
      const own = { ...origin, threads: `${beginning.threads}` };
      const kept = newest && difference(newest.origin, own) ? await files.newest(own) : newest;
      newest = undefined;
      before = kept?.history;
      if (kept !== undefined) say(`goes on ${placeOf(kept.checkpoint, beginning)}`);
      return kept?.checkpoint;
    },
    async offer(moment) {
      if (refused instanceof LostClaimError) throw refused;
      if (moment.stopping) await keepLast(moment);
      else if (writing === undefined && performance.now() >= due) await keep(moment);
    },
  };
}

/** Whether nothing is trained yet. */
function isStart({ epochs, begun }: Checkpoint): boolean {
  return epochs.length === 0 && begun === undefined;
}

/** Where in a training a checkpoint is: `in epoch 3 at step 120 of 400`. */
function placeOf({ epochs, begun }: Checkpoint, { steps }: Beginning): string {
  if (begun === undefined) return `after epoch ${epochs.length}`;
  return `in epoch ${epochs.length + 1} at step ${begun.steps} of ${steps}`;
}
