import type { SpeedRecord } from '@better-attention/records';
import type { PairedRatio } from '@better-attention/statistics';
import { papersDatasetName } from '../input/dataset-text.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
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
