import { type ExampleSet, selectExamples } from '@better-attention/datasets';
import { batchCount, inferencePasses, type Trainer, train } from '@better-attention/training';
import type { RunnableModel } from '../definition/model.js';
import { attentionMapsOf } from '../runs/attention-maps.js';
import type { PlannedRun } from '../runs/plan-runs.js';
import { prepareRun, type RunSetting } from '../runs/run.js';
import { spread } from '../support/spread.js';
import { timed } from '../support/timed.js';
import type { Cost, UnitCosts } from './costs.js';

/** Seconds that steps are timed for, and passes of the evaluation. */
const BUDGET = 2;
/** Steps and passes that are timed at least and at most. */
const [FEWEST, MOST] = [3, 200];
/** Of the examples that a model examines after its training, so many are timed, and then so many. */
const EXAMINED = [64, 192] as const;

type Setting = Pick<RunSetting, 'experiment' | 'dataset' | 'engine'>;
type Prepared = Awaited<ReturnType<typeof prepareRun>>;

/** How often a run does what is timed once. */
export interface RunCounts {
  readonly epochs: number;
  /** Of an epoch. */
  readonly steps: number;
  /** Batches of the validation part. */
  readonly validation: number;
  /** Batches of the test part. */
  readonly test: number;
}

/** Seconds of what a run does. */
export interface RunTimes {
  /** Splitting the data and compiling the model. */
  readonly preparing: number;
  /** A training step with making its batch. */
  readonly step: number;
  /** A pass over a batch without dropout, with making it. */
  readonly evaluation: number;
  /** Looking at attention. */
  readonly attention: number;
  readonly examination: readonly Cost[];
}

/** The costs of a run. */
export function runCosts(times: RunTimes, { epochs, steps, validation, test }: RunCounts): Cost[] {
  const { preparing, step, evaluation, attention, examination } = times;
  return [
    { what: 'preparing', times: 1, seconds: preparing },
    { what: 'step', times: epochs * steps, seconds: step },
    {
      what: 'evaluation',
      times: epochs * validation + test + inferencePasses(evaluation),
      seconds: evaluation,
    },
    ...examination,
    { what: 'attention', times: 1, seconds: attention },
  ];
}

/** Takes a few steps and passes of a run. Seeds other than its own cost the same. */
export async function calibrateRun(run: PlannedRun, setting: Setting): Promise<UnitCosts> {
  const { dataset, experiment } = setting;
  const { batchSize, epochs } = experiment.training;
  const [preparing, prepared] = await timed(() => prepareRun(run, setting));
  const { model, trainer, training, validation } = prepared;
  try {
    const first = await timeEpoch(prepared, setting, { steps: FEWEST, passes: FEWEST });
    const { step, evaluation } = await timeEpoch(prepared, setting, {
      steps: repeats(first.step),
      passes: repeats(first.evaluation),
    });
    const examination = await timeExamination(model, trainer);
    const [attention] = await timed(() => attentionMapsOf(model.attention, trainer, dataset));
    const batches = ({ size }: ExampleSet) => batchCount(size, batchSize);
    return {
      threads: trainer.threads,
      costs: runCosts(
        { preparing, step, evaluation, attention, examination },
        { epochs, steps: batches(training), validation: batches(validation), test: batches(dataset.test) },
      ),
    };
  } finally {
    await trainer.dispose();
  }
}

/** Trains an epoch on a part of the data. */
async function timeEpoch(
  { trainer, training, validation, random }: Prepared,
  { experiment, dataset }: Setting,
  { steps, passes }: { readonly steps: number; readonly passes: number },
): Promise<Pick<RunTimes, 'step' | 'evaluation'>> {
  const { batchSize, select } = experiment.training;
  const batches = (examples: ExampleSet, count: number) => {
    const size = Math.min(examples.size, count * batchSize);
    return selectExamples(examples, Uint32Array.from(spread(size, examples.size)));
  };
  const [trained, validated] = [batches(training, steps), batches(validation, passes)];
  const moments: number[] = [];
  const { epochs } = await train(trainer, {
    train: trained,
    validation: validated,
    test: batches(dataset.test, 1),
    batchSize,
    epochs: 1,
    select,
    random,
    onProgress: () => moments.push(performance.now()),
  });
  const [before = 0, after = 0] = moments.slice(-2);
  return {
    step: (epochs[0]?.trainSeconds ?? 0) / batchCount(trained.size, batchSize),
    evaluation: (after - before) / 1000 / batchCount(validated.size, batchSize),
  };
}

async function timeExamination(model: RunnableModel, trainer: Trainer): Promise<Cost[]> {
  const { examined } = model;
  if (model.examine === undefined || examined === undefined) return [];
  const examine = async (examples: number) =>
    (await timed(async () => model.examine?.(trainer, { examples })))[0];
  const [few, more] = EXAMINED;
  if (examined <= more) return [{ what: 'examination', times: 1, seconds: await examine(examined) }];
  const [less, whole] = [await examine(few), await examine(more)];
  return [
    { what: 'examination', times: 1, seconds: less },
    { what: 'examined example', times: examined - few, seconds: Math.max(0, whole - less) / (more - few) },
  ];
}

function repeats(seconds: number): number {
  return Math.min(MOST, Math.max(FEWEST, Math.ceil(BUDGET / seconds)));
}
