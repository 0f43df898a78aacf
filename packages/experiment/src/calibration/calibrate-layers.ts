import type { ResolvedLayers } from '../definition/define-layers.js';
import { countLayers } from '../layers/count-layer.js';
import { layerSizes } from '../layers/layer-size.js';
import { timed } from '../support/timed.js';
import type { Cost, UnitCosts } from './costs.js';

/** Counts the base's layers, or times every size in one round. */
export async function calibrateLayers(layers: ResolvedLayers): Promise<UnitCosts> {
  const sizes = layerSizes(layers);
  if (layers.kind === 'complexity') {
    const [seconds] = await timed(() => countLayers(layers.mechanisms, layers.base));
    return { threads: 1, costs: [{ what: 'size', times: sizes.length, seconds }] };
  }
  const { timeLayers } = await import('../layers/time-layers.js');
  const costs: Cost[] = [];
  for (const size of sizes) {
    const once = { ...layers, rounds: { least: 1, most: 1 } };
    const [seconds, times] = await timed(() => timeLayers(once, size));
    costs.push({ what: 'size', times: 1, seconds });
    for (const batch of layers.batches) {
      const ofBatch = times.filter((each) => each.batch === batch);
      const round = ofBatch.reduce((sum, { milliseconds }) => sum + milliseconds.median / 1000, 0);
      costs.push({
        what: 'round',
        times: roundsOf(round, { rounds: layers.rounds, seconds: layers.secondsPerSize }) - 1,
        seconds: round,
      });
    }
  }
  return { threads: layers.threads, costs };
}

/** When the timing of rounds ends. */
interface RoundsEnd {
  readonly rounds: { readonly least: number; readonly most: number };
  /** After so long, once the least rounds are done. */
  readonly seconds: number;
}

/** How many rounds are timed where one takes so many seconds. */
export function roundsOf(round: number, { rounds, seconds }: RoundsEnd): number {
  return Math.min(rounds.most, Math.max(rounds.least, Math.floor(seconds / round) + 1));
}
