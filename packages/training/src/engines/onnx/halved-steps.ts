import { type ElementwiseProgram, load } from '@better-attention/tfjs-onnx';
import type { WeightedMetrics } from '../../engine/engine.js';
import type { DropoutSite } from '../../problem/dropout.js';
import type { TrainingProblem } from '../../problem/problem.js';
import { flushesDenormals } from './denormals.js';
import { divisionOf, type HalfGradient } from './halves.js';
import { type Partner, type PartnerData, partnerHere } from './partner.js';
import { type PartnerThread, partnerThread } from './partner-thread.js';
import { joinedMean, type Results } from './results.js';
import type { StateVectors } from './state.js';
import type { Steps } from './steps.js';
import { dividedRanges, type HalfArrays, updateOf } from './update.js';

/** What {@link halvedSteps} takes. */
export interface HalvedSteps {
  readonly problem: TrainingProblem;
  readonly dropoutSites: readonly DropoutSite[];
  readonly half: HalfGradient;
  /** Leaves gradients of zero. */
  readonly update: ElementwiseProgram;
  /** With `HalfArrays` beside it; on memory that threads share, where there is to be a second one. */
  readonly state: StateVectors;
}

/** How much of the state this thread updates before it goes on to the next step; the other thread updates the rest meanwhile. */
const OWN_SHARE = 1 / 3;

/**
 * Steps whose gradient is the mean of those over two halves of the batch. With shared memory another thread takes the
 * second half, and most of the update, while this one goes on to what comes before the next gradient. The bits are those
 * of one thread.
 */
export async function halvedSteps(given: HalvedSteps): Promise<Steps> {
  const { problem, dropoutSites, half, update, state } = given;
  const { memory, layout, parameters, beside } = state;
  const { program, metrics } = half;
  const { second, results } = beside as unknown as HalfArrays;
  const divide = divisionOf(problem, dropoutSites, second);
  const ranges = dividedRanges(state, OWN_SHARE);
  const data: PartnerData = { program, update, memory, layout, range: ranges.rest };
  const [gradient, thread] = await Promise.all([load(program), partnerThreadFor(data)]);
  const partner: Partner = thread ?? (await partnerHere(data, gradient));
  const updateFirst = updateOf(data, ranges.first);
  let updated = Promise.resolve();

  return {
    threads: thread === undefined ? 1 : 2,
    async take(step, scalars) {
      await updated;
      const first = divide(step);
      const other = partner.differentiate();
      const own = gradient.run({ parameters, ...first }, { into: results[0] as never });
      await bothDone([own, other]);
      const { shares, means } = joined(metrics, results);
      updated = partner.update({ shares, scalars });
      updated.catch(() => {});
      updateFirst({ shares, scalars });
      return means;
    },
    settled: () => updated,
    async dispose() {
      await thread?.dispose();
      await gradient.dispose();
    },
  };
}

/** The halves' shares in a batch, and its metrics. */
function joined(names: readonly string[], halves: readonly Results[]) {
  const valuesOf = (name: string) => halves.map(({ metrics }) => metrics[names.indexOf(name)]?.[0] as number);
  const weights = valuesOf('weight');
  const means = names.map((name) => [name, joinedMean(valuesOf(name), weights)]);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  return {
    shares: weights.map((each) => (weight === 0 ? 0 : Math.fround(each / weight))),
    means: { ...Object.fromEntries(means), weight } as WeightedMetrics,
  };
}

/** A partner in another thread, where memory is shared and the thread treats numbers as this one does. */
async function partnerThreadFor(data: PartnerData): Promise<PartnerThread | undefined> {
  if (!(data.memory.buffer instanceof SharedArrayBuffer)) return undefined;
  const thread = await partnerThread(data);
  if (thread.flushesDenormals === flushesDenormals()) return thread;
  await thread.dispose();
  return undefined;
}

/** Waits for both; throws what the first of them throws. */
async function bothDone(works: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}
