import type { TopLevelSpec } from 'vega-lite';
import { datasetLabel } from '../input/dataset-text.js';
import type { BuiltTable } from '../report/report.js';
import type { Summary } from '../table/table-model.js';
import { counted, mechanismLabel, shortened } from '../text/format.js';
import { mainSummaries } from '../training/summaries.js';
import type { TrainingTable } from '../training/training-table.js';
import { CONFIG, looksOf } from './theme.js';

/** Characters of a line of the title at most: a figure is as wide as its widest line. */
const LINE_LENGTH = 200;

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
  { what, of, subtitle, records, spec, ...figure }: UntitledFigure,
  { input }: BuiltTable,
  recordsPath: string,
): Figure {
  const preset = input.preset.name;
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
        text: shortened(input.title, LINE_LENGTH),
        subtitle: subtitle.map((line) => shortened(line, LINE_LENGTH)),
      },
      ...spec,
    },
  };
}

/** `Preset cpu · data: IMDB reviews · 4 heads`. */
export function subtitleOf({ input }: TrainingTable, heads?: number): string {
  const parts = [`Preset ${input.preset.name}`, `data: ${datasetLabel(input)}`];
  return [...parts, ...(heads === undefined ? [] : [counted(heads, 'head')])].join(' · ');
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
