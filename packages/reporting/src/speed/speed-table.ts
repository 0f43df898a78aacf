import { groupBy } from '../collections/groups.js';
import { checkRecords } from '../input/check-input.js';
import { readableInput } from '../input/readable-input.js';
import type { SpeedTableInput } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import type { TableModel } from '../table/table-model.js';
import { type Contest, contestsOf, nameOf } from './contests.js';
import { speedTables } from './speed-models.js';
import { contestText, modelText, rangesText } from './speed-text.js';

/** A table of step times of whole models and what it says. */
export interface SpeedTable {
  readonly kind: 'speed';
  readonly input: SpeedTableInput;
  readonly contests: readonly Contest[];
  /** One for each phase. */
  readonly models: readonly TableModel[];
  /** What to read first: a sentence for each model at the paper's sizes and phase; of all models where none has these sizes. */
  readonly sentences: readonly string[];
  /** Between which ratios they lie, a sentence for each phase. */
  readonly brief: readonly string[];
}

/** The sizes of the tables' preset that has the paper's own. */
export const PAPERS_SIZES = 'paper';

/**
 * The table of step times: the models' times with each mechanism, relative to Standard's.
 *
 * @throws Error when a record is of another table, preset or kind
 */
export function buildSpeedTable(given: SpeedTableInput): SpeedTable {
  const input = readableInput(given);
  checkRecords(input);
  const contests = contestsOf(input);
  const papers = contests.filter(({ model }) => model.sizes.includes(PAPERS_SIZES));
  const told = papers.length > 0 ? papers : contests;
  const sentences = isMeasured(input) ? sentencesOf(told) : [unmeasuredText(input)];
  return {
    kind: input.kind,
    input,
    contests,
    models: speedTables(input, contests),
    sentences,
    brief: isMeasured(input) ? [...groupBy(told, ({ phase }) => phase).values()].map(rangesText) : sentences,
  };
}

/** A sentence for each model and phase, its ratios on each number of threads. */
function sentencesOf(contests: readonly Contest[]): string[] {
  const together = groupBy(contests, ({ model, phase }) => `${nameOf(model)} ${phase}`);
  return [...together.values()].map((group) => {
    const [{ model, phase }] = group as [Contest];
    return `${modelText(model)}, time of ${phase} relative to Standard’s. ${group.map(contestText).join('. ')}.`;
  });
}
