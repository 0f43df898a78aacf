import type { SpeedMeasurement, SpeedRecord } from '@better-attention/records';
import type { JudgedSpeed, ResolvedSpeed } from '../definition/define-speed.js';
import type { SpeedModel } from '../definition/speed-model.js';
import { type AskOptions, askProcess } from '../support/ask-process.js';

/** What a process that times a model is started for. */
export interface SpeedRequest extends Pick<SpeedRecord, 'model' | 'repetition'> {
  /** The folder of the repository. */
  readonly root: string;
  /** The table of step times. */
  readonly table: string;
  readonly preset: string;
  /** The mechanism of a person's own that is timed, which the process loads. */
  readonly judged?: JudgedSpeed | undefined;
}

/**
 * Times a model in a process of its own: where it lies in memory and what was compiled before it is another each time.
 *
 * @throws Failure that says why it can't be timed
 */
export function measureApart(
  request: SpeedRequest,
  options: AskOptions<number>,
): Promise<SpeedMeasurement[]> {
  return askProcess(import.meta.resolve('./speed-process.js'), request, options);
}

/** The model of a table and size. @throws Error where there is none */
export function modelNamed(
  { name, models }: Pick<ResolvedSpeed, 'name' | 'models'>,
  { table, sizes }: SpeedRecord['model'],
): SpeedModel {
  const found = models.find(({ about }) => about.table === table && `${about.sizes}` === `${sizes}`);
  if (found) return found;
  throw new Error(`${name}: no model of ${table} at the sizes of ${sizes.join(', ')}`);
}
