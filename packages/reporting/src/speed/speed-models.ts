import { PHASES, type Phase } from '@better-attention/records';
import { mean, standardDeviation } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import type { SpeedTableInput } from '../input/tables.js';
import { measuredCell, textCell } from '../table/cells.js';
import {
  type Cell,
  type Column,
  MECHANISM_COLUMN,
  PLAIN_COLUMN,
  type Row,
  type Summary,
  type TableModel,
} from '../table/table-model.js';
import { counted, mechanismLabel } from '../text/format.js';
import { type Contest, type ContestRatio, type ContestTimes, nameOf } from './contests.js';
import { speedLegend, speedRemarks } from './speed-legend.js';
import { batchText, intervalText, modelText } from './speed-text.js';

const WHAT: Readonly<Record<Phase, string>> = { training: 'a training step', inference: 'a forward pass' };

const MODEL_COLUMN: Column = { ...PLAIN_COLUMN, id: 'model', kind: 'label', label: 'Model' };

/** A table for each phase: every model with each mechanism, and Standard once more. */
export function speedTables(input: SpeedTableInput, contests: readonly Contest[]): TableModel[] {
  const columns = [MECHANISM_COLUMN, MODEL_COLUMN, ...input.threads.flatMap(columnsAt)];
  return PHASES.map((phase) => ({
    name: `${input.name}-${phase}`,
    title: `${input.title}: ${WHAT[phase]}`,
    preset: input.preset.name,
    data: '',
    columns,
    rows: rowsOf(
      input,
      contests.filter((one) => one.phase === phase),
    ),
    legend: speedLegend(input),
    remarks: speedRemarks(input, contests),
  }));
}

function columnsAt(threads: number): Column[] {
  const column = {
    ...PLAIN_COLUMN,
    kind: 'measure',
    group: counted(threads, 'thread'),
    exact: false,
  } as const;
  const id = (what: string) => `threads${threads}.${what}`;
  return [
    { ...column, id: id('milliseconds'), label: 'time', unit: 'ms', spread: true },
    { ...column, id: id('ratio'), label: 'ratio to Standard', digits: 3 },
    { ...column, id: id('processorRatio'), label: 'in processor time', digits: 3 },
  ];
}

function rowsOf(input: SpeedTableInput, contests: readonly Contest[]): Row[] {
  const byModel = groupBy(contests, ({ model }) => nameOf(model));
  return [...byModel].flatMap(([name, own]) => {
    const [{ model }] = own as [Contest];
    const mechanisms = [...new Set(own.flatMap(({ times }) => times.map(({ mechanism }) => mechanism)))];
    return mechanisms.map(
      (mechanism): Row => ({
        id: `${name}-${mechanism}`,
        kind: 'measured',
        block: 'main',
        heading: `${modelText(model)}, ${batchText(model)}`,
        mechanism,
        heads: headsOf(input, own[0] as Contest),
        cells: [
          textCell(mechanismLabel(mechanism)),
          textCell(name),
          ...input.threads.flatMap((threads) =>
            cellsOf(
              own.find((one) => one.threads === threads),
              mechanism,
            ),
          ),
        ],
      }),
    );
  });
}

/** Heads of a model, as its records' configuration says. */
function headsOf({ records }: SpeedTableInput, { files: [file = ''] }: Contest): number {
  const model = records.get(file)?.configuration.model as { heads?: number } | undefined;
  return model?.heads ?? 1;
}

function cellsOf(contest: Contest | undefined, mechanism: string): Cell[] {
  const own = contest?.times.find((one) => one.mechanism === mechanism);
  if (!contest || !own) return [textCell(''), textCell(''), textCell('')];
  const [milliseconds, ratio, processor] = columnsAt(contest.threads) as [Column, Column, Column];
  return [
    measuredCell(milliseconds, summaryOf(own, contest, milliseconds.id, own.milliseconds), {}),
    ratioCell(ratio, own, contest, own.ratio),
    ratioCell(processor, own, contest, own.processorRatio),
  ];
}

/** A ratio with the ends of its interval. */
function ratioCell(
  column: Column,
  own: ContestTimes,
  contest: Contest,
  found: ContestRatio | undefined,
): Cell {
  if (!found) return textCell('');
  const summary = {
    ...summaryOf(own, contest, column.id, found.byRepetition),
    mean: found.ratio,
    interval: found.interval,
  };
  return {
    ...measuredCell(column, summary, { relative: undefined }),
    spread: found.interval ? `[${intervalText(found.interval)}]` : '',
    title: contest.disturbed ? 'The control says that the machine was disturbed.' : '',
  };
}

function summaryOf(
  { mechanism }: ContestTimes,
  { files }: Contest,
  column: string,
  byRepetition: ReadonlyMap<number, number>,
): Summary {
  const values = [...byRepetition.values()];
  return {
    mechanism,
    heads: 1,
    column,
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    seeds: [...byRepetition.keys()],
    values,
    files,
    interval: undefined,
  };
}
