import type { TopLevelSpec } from 'vega-lite';
import { datasetName, datasetSizes } from '../input/dataset-text.js';
import { isTraining } from '../input/tables.js';
import type { BuiltTable } from '../report/report.js';
import type { Summary } from '../table/table-model.js';
import { capitalised, counted, mechanismLabel } from '../text/format.js';
import { mainSummaries } from '../training/summaries.js';
import type { TrainingTable } from '../training/training-table.js';
import { CONFIG, CONTENT_WIDTH, looksOf, TEXT_SIZE, TITLE_SIZE } from './theme.js';
import { wrapped } from './wrap.js';

const MOST_TITLE_LINES = 4;
const MOST_SUBTITLE_LINES = 8;

/** A figure before it is drawn. */
export interface Figure {
  /** Ends the file name: `accuracy`. */
  readonly name: string;
  readonly caption: string;
  /** What the figure shows, for readers who don't see it. */
  readonly alternative: string;
  readonly spec: TopLevelSpec;
}

/** A figure that doesn't name its table yet: its specification lacks what all figures of a table begin with. */
export interface UntitledFigure extends Figure {
  /** `Test accuracy by mechanism`. */
  readonly what: string;
  /** What it shows of these records, the title; `what` where there is nothing to say. */
  readonly finding?: string | undefined;
  /** Pixels of a line of the title, where the figure is wider than others. */
  readonly width?: number;
  /** What else tells it from other figures of the table: `d_m = 64, h = 4`. */
  readonly of?: string;
  readonly subtitle: readonly string[];
  /** File names of the records that it is drawn from. */
  readonly records: readonly string[];
}

/**
 * The figure with what every specification begins with: its form, where its numbers come from, its look and its title.
 *
 * @param recordsPath the records' folder as the figure's reader finds it, relative to the report
 */
export function titled(
  {
    what,
    finding = uncapitalised(what),
    width = CONTENT_WIDTH,
    of,
    subtitle,
    records,
    spec,
    ...figure
  }: UntitledFigure,
  { input }: BuiltTable,
  recordsPath: string,
): Figure {
  const preset = input.preset.name;
  const lines = { width, size: TEXT_SIZE, weight: 'regular' } as const;
  return {
    ...figure,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      description: [`${what}; ${input.title}, preset ${preset}`, ...(of === undefined ? [] : [of])].join(
        ', ',
      ),
      usermeta: {
        experiment: input.name,
        preset,
        recordsFolder: recordsPath,
        records: [...new Set(records)].sort(),
      },
      config: CONFIG,
      title: {
        text: wrapped(titleOf(input, finding), {
          width,
          size: TITLE_SIZE,
          weight: 'semiBold',
          most: MOST_TITLE_LINES,
        }),
        subtitle: subtitle
          .flatMap((line) => wrapped(line.replaceAll(' %', '\u00a0%'), lines))
          .map((line) => line.replace(/ ·$/, ''))
          .slice(0, MOST_SUBTITLE_LINES),
      },
      ...spec,
    },
  };
}

/** `Amazon Reviews: Super is behind Standard`: the finding, of a table of runs behind the name of its data. */
function titleOf(input: BuiltTable['input'], finding: string): string {
  return isTraining(input) ? `${datasetName(input)}: ${finding}` : capitalised(finding);
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `Preset cpu · 22,500 + 25,000 reviews · 4 heads`; a line ends between its parts alone. */
export function subtitleOf({ input }: TrainingTable, heads?: number): string {
  return [
    `Preset ${input.preset.name}`,
    datasetSizes(input),
    ...(heads === undefined ? [] : [counted(heads, 'head')]),
  ]
    .filter(Boolean)
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(' · ');
}

/** The mechanisms of the table's main rows and its baselines, in their order. */
export function mechanismsOf({ model }: TrainingTable): string[] {
  return [...new Set(model.rows.filter(({ block }) => block !== 'heads').map(({ mechanism }) => mechanism))];
}

/** The summaries of a column that belong to the table's main rows and its baselines, in the order of the mechanisms. */
export function summariesOf(table: TrainingTable, column: string): Summary[] {
  const order = mechanismsOf(table);
  return mainSummaries(table.summaries, table.input, column).sort(
    (left, right) => order.indexOf(left.mechanism) - order.indexOf(right.mechanism),
  );
}

/** Scales that give each of a table's mechanisms the same colour, line pattern and shape in every figure. */
export function mechanismScales(mechanisms: readonly string[], shown: readonly string[] = mechanisms) {
  const all = looksOf(mechanisms);
  const looks = shown.flatMap((name) => all.get(name) ?? []);
  const domain = shown.map(mechanismLabel);
  return {
    colour: { domain, range: looks.map(({ colour }) => colour) },
    dash: { domain, range: looks.map(({ dash }) => [...dash]) },
    shape: { domain, range: looks.map(({ shape }) => shape) },
  };
}
