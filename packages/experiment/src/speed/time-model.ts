import type { Dataset } from '@better-attention/datasets';
import { type RandomStream, randomStream } from '@better-attention/random';
import { PHASES, type SpeedContestant, type SpeedMeasurement } from '@better-attention/records';
import { median, quantileOfSorted } from '@better-attention/statistics';
import { onnxEngine, type TrainingStep, wasmEngine } from '@better-attention/training';
import type { ResolvedSpeed } from '../definition/define-speed.js';
import type { SpeedModel } from '../definition/speed-model.js';
import { Failure } from '../support/failure.js';
import { rotated } from '../support/rotated.js';
import {
  batchesOf,
  type Contestant,
  type Entrant,
  entrantsOf,
  type Steps,
  stepsOf,
  trainerOf,
} from './contestant.js';
import { checkedRows, checkedSteps, deviations, firstStep, type StepOutcome } from './reference.js';
import { SPEEDING } from './speeding.js';
import { type Turns, type TurnTime, takeTurns } from './take-turns.js';

/** How a model is timed. */
export type SpeedSettings = Pick<
  ResolvedSpeed,
  'mechanisms' | 'threads' | 'rounds' | 'secondsPerPhase' | 'turn'
>;

/** Which measurement of the model it is, and how it is watched. */
export interface TimeModelOptions {
  /** From 0. */
  readonly repetition: number;
  /** Told from time to time how much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** What all contestants of a model share. */
interface Contest {
  readonly model: SpeedModel;
  readonly dataset: Dataset;
  readonly steps: Steps;
  readonly random: RandomStream;
}

/**
 * Times training steps and forward passes of a model with each mechanism, and with Standard once more, on each number of
 * threads. Each is first compared with TensorFlow.js op by op on a few examples of its batch; then they take turns.
 *
 * @throws Failure that names the mechanism whose step is wrong
 */
export async function timeModel(
  settings: SpeedSettings,
  model: SpeedModel,
  { repetition, onProgress = () => {} }: TimeModelOptions,
): Promise<SpeedMeasurement[]> {
  const { mechanisms, threads } = settings;
  const { table, sizes, batch } = model.about;
  const random = randomStream(0, 'speed', table, sizes.at(-1) as string);
  const dataset = model.examples.dataset(model.dataset, SPEEDING.batches * batch, random.derive('examples'));
  const steps = stepsOf(await batchesOf(dataset, batch), random);
  const contest = { model, dataset, steps, random };
  const references = await referencesOf(mechanisms, contest);
  const parts = threads.flatMap((each) => PHASES.map((phase) => ({ threads: each, phase })));
  const entrants = rotated(entrantsOf(mechanisms), repetition);
  const measurements: SpeedMeasurement[] = [];
  for (const each of threads) {
    const contestants: Contestant[] = [];
    try {
      for (const entrant of entrants) {
        contestants.push(await contestantOf(entrant, contest, { threads: each, references }));
      }
      for (const phase of PHASES) {
        const at = parts.findIndex((part) => part.threads === each && part.phase === phase);
        const turns = await takeTurns(contestants, {
          ...settings,
          phase,
          random: random.derive('order', repetition, each, phase),
          onProgress: (done) => onProgress((at + done) / parts.length),
        });
        measurements.push({ phase, threads: each, ...measurementOf(contestants, turns, { phase }) });
      }
    } finally {
      for (const { trainer } of contestants) await trainer.dispose();
    }
  }
  return measurements;
}

/** The first step of each mechanism as TensorFlow.js takes it op by op, on the checked examples alone. */
async function referencesOf(
  mechanisms: readonly string[],
  { model, dataset, steps, random }: Contest,
): Promise<Map<string, StepOutcome>> {
  const engine = await wasmEngine();
  const { batch } = model.about;
  const rows = checkedRows(batch, Math.min(batch, SPEEDING.checkedExamples));
  const outcomes = new Map<string, StepOutcome>();
  for (const mechanism of mechanisms) {
    const setting = { engine, dataset, batch: rows.length, random };
    const trainer = await trainerOf(model, mechanism, setting);
    const dropoutSites = trainer.dropoutSites.map(({ shape: [, ...rest], rate }) => ({
      shape: [batch, ...rest],
      rate,
    }));
    const [first] = steps({ dropoutSites });
    outcomes.set(mechanism, await firstStep(trainer, checkedSteps(first as TrainingStep, rows).part));
    await trainer.dispose();
  }
  return outcomes;
}

interface ContestantSetting {
  readonly threads: number;
  readonly references: ReadonlyMap<string, StepOutcome>;
}

async function contestantOf(
  entrant: Entrant,
  { model, dataset, steps, random }: Contest,
  { threads, references }: ContestantSetting,
): Promise<Contestant> {
  const { mechanism } = entrant;
  const { table, sizes, batch } = model.about;
  const trainer = await trainerOf(model, mechanism, {
    engine: await onnxEngine({ threads }),
    dataset,
    batch,
    random,
  });
  const own = steps(trainer);
  const rows = checkedRows(batch, Math.min(batch, SPEEDING.checkedExamples));
  const outcome = await firstStep(trainer, checkedSteps(own[0] as TrainingStep, rows).whole);
  const deviation = deviations(outcome, references.get(mechanism) as StepOutcome);
  const largest = Math.max(...Object.values(deviation));
  if (!(largest <= SPEEDING.largestDeviation)) {
    await trainer.dispose();
    throw new Failure(
      `${table} (${sizes.at(-1)}) with ${mechanism} attention: its first step deviates from TensorFlow.js' by ` +
        `${largest.toExponential(1)} of the largest number, expected at most ${SPEEDING.largestDeviation}; not timed`,
    );
  }
  return { ...entrant, trainer, steps: own, deviation };
}

/** What the turns come to: each contestant's times, and those relative to Standard's of the same round. */
function measurementOf(
  contestants: readonly Contestant[],
  { steps, times }: Turns,
  { phase }: Pick<SpeedMeasurement, 'phase'>,
): Pick<SpeedMeasurement, 'rounds' | 'steps' | 'contestants'> {
  const reference = contestants.findIndex(({ mechanism, control }) => mechanism === 'standard' && !control);
  const standard = times[reference] as TurnTime[];
  const measured = contestants.map(({ mechanism, control, deviation }, at): SpeedContestant => {
    const own = times[at] as TurnTime[];
    const ratios = (kind: keyof TurnTime) =>
      own.map((time, round) => rounded(Math.log(time[kind] / (standard[round] as TurnTime)[kind])));
    return {
      mechanism,
      ...(control && { control }),
      milliseconds: quartilesOf(own.map(({ wall }) => wall)),
      processorMilliseconds: rounded(median(own.map(({ processor }) => processor))),
      logRatios: at === reference ? [] : ratios('wall'),
      ...(at !== reference && { processorLogRatio: median(ratios('processor')) }),
      deviation: deviation[phase],
    };
  });
  return { rounds: standard.length, steps, contestants: inOrder(measured) };
}

/** In the order of the mechanisms, whatever was prepared first: the control stands last. */
function inOrder(contestants: readonly SpeedContestant[]): SpeedContestant[] {
  const first = contestants.findIndex(({ control }) => control);
  return rotated(contestants, first + 1);
}

function quartilesOf(times: readonly number[]): SpeedContestant['milliseconds'] {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number) => rounded(quantileOfSorted(sorted, share));
  return { lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75) };
}

function rounded(value: number): number {
  return Number(value.toFixed(5));
}
