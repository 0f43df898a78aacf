import { type Contest, ratioIn } from '../speed/contests.js';
import { PAPERS_SIZES, type SpeedTable } from '../speed/speed-table.js';
import { batchText, intervalText } from '../speed/speed-text.js';
import { textCell } from '../table/cells.js';
import { type Cell, type Column, PLAIN_COLUMN } from '../table/table-model.js';
import { counted, listed } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';

/** Training times relative to Standard's, as columns of a table. */
export interface RelativeTimes {
  readonly columns: readonly Column[];
  /** A mechanism's cell in one of these columns; nothing of another column. */
  readonly cellOf: (column: Column, mechanism: string) => Cell | undefined;
  /** What they are of, in a sentence; empty without times. */
  readonly note: string;
}

const COLUMN: Column = {
  ...PLAIN_COLUMN,
  id: 'relativeTime',
  kind: 'measure',
  group: 'Training time ÷ Standard’s',
  label: '',
  digits: 2,
  exact: false,
};

/**
 * What training takes beside Standard: of a table of step times that times this table's model, at the sizes of its preset or
 * else at the paper's, on each number of threads; without one the runs' own times, where they may be compared.
 */
export function relativeTimes(table: TrainingTable, speeds: readonly SpeedTable[]): RelativeTimes {
  const contests = contestsAbout(table, speeds);
  return contests.length > 0 ? inTurns(contests) : ofRuns(table);
}

function contestsAbout({ input }: TrainingTable, speeds: readonly SpeedTable[]): Contest[] {
  const own = speeds
    .flatMap(({ contests }) => contests)
    .filter(({ model, phase }) => model.table === input.name && phase === 'training');
  const { name, insteadOf = name } = input.preset;
  const sized = [name, insteadOf, PAPERS_SIZES].map((size) =>
    own.filter(({ model }) => model.sizes.includes(size)),
  );
  return sized.find((found) => found.length > 0) ?? [];
}

function inTurns(contests: readonly Contest[]): RelativeTimes {
  const columns = contests.map(({ threads }) => ({
    ...COLUMN,
    id: `${COLUMN.id}.threads${threads}`,
    label: counted(threads, 'thread'),
  }));
  return {
    columns,
    cellOf: (column, mechanism) => {
      const contest = contests[columns.findIndex(({ id }) => id === column.id)];
      return contest && contestCell(contest, mechanism);
    },
    note: inTurnsNote(contests),
  };
}

function contestCell(contest: Contest, mechanism: string): Cell {
  const found = ratioIn(contest.times, mechanism);
  if (!found)
    return textCell(mechanism === 'standard' ? '1' : '', mechanism === 'standard' ? { value: 1 } : {});
  const { ratio, interval } = found;
  return textCell(ratio.toFixed(2), {
    value: ratio,
    spread: interval ? `${intervalText(interval).replace(', ', ' to ')}` : '',
    title: contest.disturbed ? 'The control says that the machine was disturbed.' : '',
  });
}

function inTurnsNote(contests: readonly Contest[]): string {
  const [{ model, files }] = contests as [Contest];
  const disturbed = contests.filter((one) => one.disturbed).map(({ threads }) => counted(threads, 'thread'));
  const caution =
    disturbed.length > 0
      ? ` The control says that the machine was disturbed on ${listed(disturbed)}, so that nothing is decided there.`
      : '';
  return `Training time: a step’s, relative to Standard’s in the same turn, with 95 % intervals over ${counted(files.length, 'repetition')}, at the ${model.sizes.length === 1 ? 'size' : 'sizes'} of ${listed(model.sizes)}, ${batchText(model)} (table of step times).${caution}`;
}

/** The runs' own wall clocks: context, as nothing takes turns in them. */
function ofRuns({ input, model }: TrainingTable): RelativeTimes {
  const at = model.columns.findIndex(({ id }) => id === 'trainSeconds');
  const relative = new Map(
    model.rows
      .filter(({ kind, heads, block }) => kind === 'measured' && heads === input.heads && block !== 'start')
      .flatMap(({ mechanism, cells }) => {
        const cell = cells[at];
        return cell?.relative === undefined ? [] : [[mechanism, cell] as const];
      }),
  );
  if (relative.size === 0) return { columns: [], cellOf: () => undefined, note: '' };
  return {
    columns: [{ ...COLUMN, group: '', label: 'Training time ÷ Standard’s' }],
    cellOf: ({ id }, mechanism) => {
      if (id !== COLUMN.id) return undefined;
      const cell = relative.get(mechanism);
      if (cell?.relative === undefined) return textCell('');
      return textCell(cell.relative.toFixed(2), { value: cell.relative, runs: cell.runs });
    },
    note: 'Training time: of the runs themselves, one after another on a shared machine. It is context and decides nothing.',
  };
}
