import { type CompleteRun, METRIC_NAMES, RECORDED_METRICS, unpackBits } from '@better-attention/records';
import {
  type CrossedMean,
  crossedMean,
  type Discordant,
  type McNemar,
  mcnemarTest,
  resampledMean,
  wilsonInterval,
} from '@better-attention/statistics';
import { headlineOf, mainRuns, type TrainingTableInput } from '../input/tables.js';

/** What one run, or one less another, made of its test examples: 1 where right, each, or a metric on resamples of them. */
export type TestOutcome =
  | { readonly kind: 'right'; readonly values: ArrayLike<number> }
  | { readonly kind: 'resampled'; readonly value: number; readonly resamples: readonly number[] };

/** The headline of one mechanism with what is recorded of the test examples. */
export interface TestedRow {
  readonly mechanism: string;
  /** Test examples. */
  readonly examples: number;
  readonly seeds: readonly number[];
  /** In the shown unit, over other test sets of this size, and over other seeds where there are three or more. */
  readonly interval: readonly [low: number, high: number];
  readonly outcomes: ReadonlyMap<number, TestOutcome>;
}

/** A mechanism and Standard on the same test examples. */
export interface TestedPair {
  readonly examples: number;
  readonly seeds: readonly number[];
  /** Mechanism − Standard in the shown unit: over other test sets, and over other seeds where there are three or more. */
  readonly interval: readonly [low: number, high: number];
  /** By seed, in their order: whether the two runs differ on examples like these; none where examples aren't right or wrong. */
  readonly mcnemar: readonly McNemar[];
}

/** The table's main rows that record what became of each test example, in the order of its mechanisms; runs that don't are left out. */
export function testedRows(table: TrainingTableInput): TestedRow[] {
  const { scale, metric } = headlineOf(table);
  const order = [...table.mechanisms, ...(table.baselines ?? [])];
  return order.flatMap((mechanism) => {
    const runs = mainRuns(table, mechanism);
    const outcomes = new Map(
      runs.flatMap(([file, run]): [number, TestOutcome][] => {
        const outcome = outcomeOf(table, file, run, metric);
        return outcome ? [[run.seed, outcome]] : [];
      }),
    );
    const examples = new Set(
      runs.flatMap(([file, run]) => (outcomes.has(run.seed) ? [sizeOf(table, file, run)] : [])),
    );
    const [size, ...others] = examples;
    if (size === undefined || others.length > 0) return [];
    const seeds = [...outcomes.keys()].sort((left, right) => left - right);
    const row = { mechanism, examples: size, seeds, outcomes };
    return [{ ...row, interval: scaled(possible(metric, rowInterval(row)), scale) }];
  });
}

/** Two rows over some seeds. */
interface Compared {
  readonly mechanism: TestedRow | undefined;
  readonly standard: TestedRow | undefined;
  readonly seeds: readonly number[];
}

/**
 * A mechanism's row against Standard's, over those of some seeds whose runs record their test examples; nothing where there is
 * none, or the test examples differ.
 */
export function testedPair(
  table: TrainingTableInput,
  { mechanism, standard, seeds: asked }: Compared,
): TestedPair | undefined {
  if (!mechanism || !standard) return undefined;
  const seeds = asked.filter((seed) => mechanism.outcomes.has(seed) && standard.outcomes.has(seed));
  const { examples } = mechanism;
  if (seeds.length === 0 || examples !== standard.examples) return undefined;
  const outcomesOf = ({ outcomes }: TestedRow) => seeds.map((seed) => outcomes.get(seed) as TestOutcome);
  const others = outcomesOf(standard);
  const differences = outcomesOf(mechanism).map((own, at) => minus(own, others[at] as TestOutcome));
  const { interval } = crossedOf(differences, examples);
  return {
    examples,
    seeds,
    interval: scaled(interval, headlineOf(table).scale),
    mcnemar: differences.flatMap((each) =>
      each.kind === 'right' ? [mcnemarTest(discordant(each.values))] : [],
    ),
  };
}

/** Half the width of the 95 % interval that this many examples leave of one run's share of right ones. */
export function reachOfOneRun(share: number, examples: number): number {
  const [low, high] = wilsonInterval({ successes: share * examples, trials: examples });
  return (high - low) / 2;
}

/** What a run records of its test examples in a metric. */
function outcomeOf(
  { resampled }: TrainingTableInput,
  file: string,
  { correct, data, test }: CompleteRun,
  metric: string,
): TestOutcome | undefined {
  if (metric === 'accuracy' && correct !== undefined) {
    return { kind: 'right', values: unpackBits(correct, data.examples.test) };
  }
  const drawn = resampled?.get(file);
  const value = test[metric];
  if (drawn?.metric !== metric || value === undefined) return undefined;
  return { kind: 'resampled', value, resamples: drawn.resamples };
}

function sizeOf({ resampled }: TrainingTableInput, file: string, { data }: CompleteRun): number {
  return resampled?.get(file)?.examples ?? data.examples.test;
}

function rowInterval({ outcomes, seeds, examples }: Omit<TestedRow, 'interval'>): readonly [number, number] {
  const [first, ...others] = seeds.map((seed) => outcomes.get(seed) as TestOutcome);
  if (first?.kind === 'right' && others.length === 0) {
    const successes = Array.from(first.values).filter((value) => value === 1).length;
    return wilsonInterval({ successes, trials: examples });
  }
  return crossedOf([...outcomes.values()], examples).interval;
}

function minus(own: TestOutcome, other: TestOutcome): TestOutcome {
  const less = (values: ArrayLike<number>, others: ArrayLike<number>) =>
    Array.from(values, (value, at) => value - (others[at] as number));
  if (own.kind === 'right' && other.kind === 'right') {
    return { kind: 'right', values: less(own.values, other.values) };
  }
  if (own.kind === 'resampled' && other.kind === 'resampled') {
    const { value, resamples } = own;
    return { kind: 'resampled', value: value - other.value, resamples: less(resamples, other.resamples) };
  }
  throw new Error('test set: one run has examples right or wrong, the other a metric on resamples');
}

function crossedOf(outcomes: readonly TestOutcome[], examples: number): CrossedMean {
  const right = outcomes.flatMap((each) => (each.kind === 'right' ? [each.values] : []));
  if (right.length > 0) return crossedMean(right);
  const drawn = outcomes.flatMap((each) => (each.kind === 'resampled' ? [each] : []));
  return resampledMean({
    values: drawn.map(({ value }) => value),
    resamples: drawn.map(({ resamples }) => resamples),
    examples,
  });
}

function discordant(differences: ArrayLike<number>): Discordant {
  const count = (wanted: number) => Array.from(differences).filter((each) => each === wanted).length;
  return { onlyLeft: count(1), onlyRight: count(-1) };
}

/** An interval without what the metric can't be. */
function possible(metric: string, [low, high]: readonly [number, number]): readonly [number, number] {
  const known = METRIC_NAMES.find((name) => name === metric);
  if (known === undefined) return [low, high];
  const { least, most } = RECORDED_METRICS[known];
  return [Math.max(least, low), Math.min(most, high)];
}

function scaled([low, high]: readonly [number, number], scale: number): readonly [number, number] {
  return [low * scale, high * scale];
}
