import type { SpeedRecord } from '@better-attention/records';
import type { PairedRatio } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import { papersDatasetName } from '../input/dataset-text.js';
import { counted, listed, mechanismLabel, rangeText } from '../text/format.js';
import { CONTROL, type Contest, ratioIn } from './contests.js';

/** `IMDB, sizes of cpu and paper`: a model in a heading. */
export function modelText({ table, sizes }: Pick<SpeedRecord['model'], 'table' | 'sizes'>): string {
  return `${papersDatasetName(table)}, ${sizes.length === 1 ? 'size' : 'sizes'} of ${listed(sizes)}`;
}

/** `64 examples a step`, and what the table's own runs have where that is another number. */
export function batchText({
  batch,
  statedBatch,
}: Pick<SpeedRecord['model'], 'batch' | 'statedBatch'>): string {
  const stated = statedBatch === batch ? '' : ` instead of ${statedBatch}`;
  return `${counted(batch, 'example')}${stated} a step`;
}

/** `0.88 [0.83, 0.95]` */
export function ratioText({ ratio, interval }: PairedRatio): string {
  return interval ? `${ratio.toFixed(2)} [${intervalText(interval)}]` : ratio.toFixed(2);
}

/** `0.83, 0.95` */
export function intervalText(interval: readonly [number, number]): string {
  return interval.map((end) => end.toFixed(2)).join(', ');
}

/** `1 thread: Optimised 0.88 [0.83, 0.95], …; Standard against itself 0.98 [0.89, 1.03]`: a contest in a sentence. */
export function contestText({ threads, times, disturbed }: Contest): string {
  const compared = times.flatMap(({ mechanism, ratio }) =>
    ratio && mechanism !== CONTROL ? [`${mechanismLabel(mechanism)} ${ratioText(ratio)}`] : [],
  );
  const control = ratioIn(times, CONTROL);
  return [
    `${counted(threads, 'thread')}: ${compared.join(', ')}`,
    ...(control ? [`Standard against itself ${ratioText(control)}`] : []),
    ...(disturbed ? ['the machine was disturbed'] : []),
  ].join('; ');
}

/** Between which ratios each mechanism's times in a phase lie, over models and numbers of threads; the control's are the noise. */
export function rangesText(contests: readonly Contest[]): string {
  const [{ phase }] = contests as readonly [Contest];
  const ratios = groupBy(
    contests.flatMap(({ times }) => times),
    ({ mechanism }) => mechanism,
  );
  const ranges = [...ratios].flatMap(([mechanism, times]) => {
    const own = times.flatMap(({ ratio }) => (ratio ? [ratio.ratio] : []));
    const name = mechanism === CONTROL ? 'Standard against itself' : mechanismLabel(mechanism);
    return own.length > 0 ? [`${name} ${rangeText(own)}`] : [];
  });
  const models = new Set(contests.map(({ model }) => modelText(model))).size;
  const threads = [...new Set(contests.map((contest) => contest.threads))];
  return `Time of ${phase} relative to Standard’s, ${counted(models, 'model')} on ${listed(threads.map(String))} ${threads.at(-1) === 1 ? 'thread' : 'threads'}: ${listed(ranges)}.`;
}
