import {
  type CompleteRun,
  METRIC_NAMES,
  type MetricName,
  type Part,
  RECORDED_METRICS,
  type RunRecord,
  unpackBits,
} from '@better-attention/records';
import { wilsonInterval } from '@better-attention/statistics';
import { from } from 'arquero';
import { everyRecord, type TrainingTableInput } from '../input/tables.js';
import { literal } from './table-csv.js';
import { alignedTable, escapeMarkdown } from './table-markdown.js';

type Value = string | number | undefined;

/** A run and where it is recorded. */
interface PlacedRun {
  readonly table: string;
  readonly file: string;
  readonly run: RunRecord;
}

/** A column of the table of all runs: what it means, and its value. */
interface RunColumn {
  readonly name: string;
  readonly meaning: string;
  readonly value: (placed: PlacedRun) => Value;
}

const column = (name: string, meaning: string, value: RunColumn['value']): RunColumn => ({
  name,
  meaning,
  value,
});

/** Of a run that came to its end; empty of others. */
const ofComplete = (name: string, meaning: string, value: (run: CompleteRun) => Value) =>
  column(name, meaning, ({ run }) => (run.status === 'complete' ? value(run) : undefined));

const IDENTITY: readonly RunColumn[] = [
  column('table', 'the experiment’s name', ({ table }) => table),
  column('preset', 'its settings', ({ run }) => run.preset),
  column('mechanism', 'the attention mechanism', ({ run }) => run.mechanism),
  column('variant', 'how W^A starts, where not as by default', ({ run }) => run.variant),
  column('heads', 'attention heads h', ({ run }) => run.heads),
  column('seed', 'what everything random comes from; runs of a seed are pairs', ({ run }) => run.seed),
  column('status', 'complete or failed', ({ run }) => run.status),
  column('error', 'of a failed run', ({ run }) => (run.status === 'failed' ? run.error : undefined)),
];

const DATA: readonly RunColumn[] = [
  column('data', 'the data set', ({ run }) => run.data.title ?? run.data.name),
  column('train_examples', 'after the split', ({ run }) => run.data.examples.train),
  column('validation_examples', 'after the split', ({ run }) => run.data.examples.validation),
  column('test_examples', 'of the test part', ({ run }) => run.data.examples.test),
  column('classes', 'that are predicted', ({ run }) => run.data.guessing?.classes),
  column(
    'majority_share',
    'share of the commonest class in the test part',
    ({ run }) => run.data.guessing?.majority,
  ),
];

const METRICS: readonly RunColumn[] = (['train', 'validation', 'test'] as const).flatMap((part) =>
  METRIC_NAMES.filter((metric) => isRecorded(metric, part)).map((metric) =>
    ofComplete(`${part}_${metric}`, metricMeaning(part, metric), (run) => metricOf(run, part, metric)),
  ),
);

const TEST_SET: readonly RunColumn[] = [
  ofComplete('test_right', 'test examples that the run has right, where it records them', rightOf),
  ofComplete('test_accuracy_low', 'low end of Wilson’s 95 % interval over test sets of this size', (run) =>
    endOf(run, 0),
  ),
  ofComplete('test_accuracy_high', 'high end of it', (run) => endOf(run, 1)),
];

const REST: readonly RunColumn[] = [
  ofComplete('epochs', 'trained', ({ epochs }) => epochs.length),
  ofComplete('best_epoch', 'of the best validation; its parameters are tested', ({ bestEpoch }) => bestEpoch),
  ofComplete('train_seconds', 'of all epochs without evaluation, wall time', (run) => run.trainSeconds),
  ofComplete(
    'inference_milliseconds',
    'median of a forward pass over a batch, wall time',
    (run) => run.inferenceMilliseconds,
  ),
  ofComplete('inference_batch', 'examples of that batch', (run) => run.inferenceBatch),
  ofComplete('model_parameters', 'of the whole model', ({ parameters }) => parameters.model),
  ofComplete('attention_parameters', 'of its attention layers', ({ parameters }) => parameters.attention),
  ofComplete('matmuls_per_head', 'matrix products, counted in what ran', (run) => run.matmulsPerHead),
  ofComplete('peak_memory_bytes', 'of the process, resident set', (run) => run.peakMemoryBytes),
  column('engine', 'what executed the steps', ({ run }) => run.engine.name),
  column('device', 'of the engine', ({ run }) => run.engine.device),
  column('threads', 'the most of a step', ({ run }) => run.engine.threads),
  column('concurrent_runs', 'runs on the machine at once; times compare between equal numbers', ({ run }) => {
    return run.engine.concurrentRuns;
  }),
  column('processor', 'of the machine', ({ run }) => run.machine.processor),
  column('commit', 'of the sources', ({ run }) => run.source.commit),
  column('started_at', 'UTC', ({ run }) => run.startedAt),
  column('record', 'the file in experiments/<table>/runs/<preset>', ({ file }) => file),
];

const COLUMNS: readonly RunColumn[] = [...IDENTITY, ...DATA, ...METRICS, ...TEST_SET, ...REST];

/** Every run of some tables as CSV, a row each, in full precision; metrics as recorded, shares from 0 to 1. */
export function renderRunsCsv(tables: readonly TrainingTableInput[]): string {
  const rows = tables.flatMap((table) =>
    [...(everyRecord(table) as ReadonlyMap<string, RunRecord>)].map(([file, run]) => {
      const placed = { table: table.name, file, run };
      return Object.fromEntries(
        COLUMNS.map(({ name, value }) => {
          const found = value(placed);
          return [name, typeof found === 'string' ? literal(found) : found];
        }),
      );
    }),
  );
  return from(rows).toCSV({ columns: COLUMNS.map(({ name }) => name) });
}

/** What the columns of {@link renderRunsCsv} mean, as Markdown. */
export function renderRunsDictionary(): string {
  const rows = COLUMNS.map(({ name, meaning }) => [`\`${name}\``, escapeMarkdown(meaning)]);
  return [
    '# All runs: `runs.csv`',
    'A row is a run, a column a variable. Metrics are as recorded: losses in nats, accuracies as shares from 0 to 1, BLEU from 0 to 100; those of train and validation are of the best epoch. A cell is empty where there is no value.',
    alignedTable([['Column', 'Meaning'], ['---', '---'], ...rows]),
    '',
  ].join('\n\n');
}

function isRecorded(metric: MetricName, part: Part): boolean {
  return RECORDED_METRICS[metric].parts.some((recorded) => recorded === part);
}

function metricMeaning(part: string, metric: string): string {
  return `${metric} of the ${part} part${part === 'test' ? ', with the best epoch’s parameters' : ', best epoch'}`;
}

function metricOf(run: CompleteRun, part: Part, metric: string): Value {
  if (part === 'test') return run.test[metric];
  return run.epochs[run.bestEpoch - 1]?.[part][metric];
}

function rightOf({ correct, data }: CompleteRun): number | undefined {
  if (correct === undefined) return undefined;
  return unpackBits(correct, data.examples.test).filter((flag) => flag === 1).length;
}

function endOf(run: CompleteRun, end: 0 | 1): number | undefined {
  const right = rightOf(run);
  return right === undefined
    ? undefined
    : wilsonInterval({ successes: right, trials: run.data.examples.test })[end];
}
