import { randomStream } from '@better-attention/random';
import { type RunRecord, runFile, runRecord } from '@better-attention/records';
import type { TrainingTableInput } from '../src/input/tables.js';
import { completeRun, gridOfRuns, tableOf } from './runs.js';

/** Standard's accuracy on all of the training examples, and how much of it few of them cost. */
const STANDARD = 0.72;
const WHOLE = 22_500;

/** How far Super from a start lies from Standard, in shares of the examples that are right, by the number of training examples. */
export type Gains = (start: string, trainExamples: number) => number;

/** From Glorot, Super falls behind with few examples; from elsewhere it doesn't. */
const usualGains: Gains = (start, trainExamples) =>
  start === 'glorot' ? -0.03 * Math.log10(WHOLE / trainExamples) : 0;

/** A table with other starts of W^A on parts of the training examples and on all of them. */
export function startedTable({
  sizes = [2_000, 5_000, 10_000],
  seeds = 5,
  gains = usualGains,
  ...changes
}: {
  sizes?: number[];
  seeds?: number;
  gains?: Gains;
} & Partial<TrainingTableInput> = {}): TrainingTableInput {
  const starts = ['identity', 'near-identity'];
  const run = (mechanism: string, seed: number, part: number | undefined, start?: string): RunRecord => {
    const { data, test, ...rest } = completeRun(mechanism, { seed });
    const size = part ?? WHOLE;
    const noise = 0.002 * randomStream(seed, mechanism, start ?? '', size).normal();
    const gain = mechanism === 'super' ? gains(start ?? 'glorot', size) : 0;
    const accuracy =
      STANDARD - 0.05 * Math.log10(WHOLE / size) + 0.01 * randomStream(seed, size).normal() + noise + gain;
    return runRecord.parse({
      ...rest,
      data: { ...data, examples: { ...data.examples, train: size } },
      test: { ...test, accuracy },
      ...(start !== undefined && { variant: start }),
      ...(part !== undefined && { trainExamples: part }),
    });
  };
  const named = (runs: readonly RunRecord[]) => new Map(runs.map((each) => [runFile(each), each]));
  const all = Array.from({ length: seeds }, (_, seed) => seed);
  const own = gridOfRuns({ seeds }).filter(({ mechanism }) => !['standard', 'super'].includes(mechanism));
  const main = all.flatMap((seed) => ['standard', 'super'].map((name) => run(name, seed, undefined)));
  const variants = all.flatMap((seed) => [
    ...starts.map((start) => run('super', seed, undefined, start)),
    ...sizes.flatMap((size) => [
      run('standard', seed, size),
      run('super', seed, size),
      ...starts.map((start) => run('super', seed, size, start)),
    ]),
  ]);
  return tableOf([...main, ...own], { starts, trainSizes: sizes, variants: named(variants), ...changes });
}
