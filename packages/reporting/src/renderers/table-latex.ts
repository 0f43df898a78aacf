import { characterName } from '@better-attention/records';
import { withUnit } from '../input/metrics.js';
import type { Cell, Column, Row, TableModel } from '../table/table-model.js';
import { oneLine, shortened } from '../text/format.js';
import { neighbours } from './table-groups.js';

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': "''",
  '[': '{[}',
  '«': '$\\ll$',
  '»': '$\\gg$',
  '±': '$\\pm$',
  '×': '$\\times$',
  '≈': '$\\approx$',
  '−': '$-$',
  '–': '--',
  '—': '---',
  '·': '$\\cdot$',
  '“': '``',
  '”': "''",
  '’': "'",
  '…': '\\ldots{}',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  ℓ: '$\\ell$',
  '√': '$\\surd$',
  '→': '$\\to$',
  '÷': '$\\div$',
};

/** Letters and signs beyond ASCII that LaTeX knows without further packages. */
const KNOWN = /[\u00a0-ÏÑ-Ýß-ïñ-ýÿ]/;

/** LaTeX sets a caption on one line before it breaks it, and a line is at most 16,384 points long. */
const CAPTION_LENGTH = 1600;
const CELL_LENGTH = 200;
/** Characters of a line of a heading. */
const HEADING = 12;

/** Characters of a line at 8 points: across both columns of a page, as this typeface has them in the mean. */
const LINE = 105;
/** Rows of a table on one page. */
const PAGE = 36;
/** Space between two columns, in characters. */
const GAP = 2;

/** What a table for one column of a page shows of a headline table, and of which of it the value alone. */
const COMPACT = /^(mechanism|test\.\w+|difference|attentionParameters)$/;
const TIMES = /^relativeTime/;
/** Stands for the longest word of what is shown. */
const ALIKE = { word: 'as good as', sign: '≈' };

/**
 * The headline of a table as a LaTeX `table` of 8 points that fits one column of a page: mechanism, headline, difference
 * from Standard, attention parameters and training time; needs the package booktabs.
 */
export function renderCompactLatex(model: TableModel): string {
  const time = model.columns.findLastIndex(({ id }) => TIMES.test(id));
  const shown = [...model.columns.keys()].filter(
    (at) => at === time || COMPACT.test((model.columns[at] as Column).id),
  );
  const columns = shown.map((at) => compactColumn(model.columns[at] as Column));
  const rows = model.rows.map((row) => ({
    ...row,
    cells: shown.map((at, position) => {
      return compactCell(columns[position] as Column, row.cells[at] as Cell);
    }),
  }));
  return floatOf('table', {
    caption: `${captionOf(model)} ${ALIKE.sign}: ${ALIKE.word} Standard.`,
    label: `tab:${model.name}-${model.preset}`,
    body: tabular(columns, rows),
  });
}

/**
 * The table with all its columns as LaTeX `table*`s of 8 points for an appendix, as many as its columns and rows take; needs
 * the package booktabs.
 */
export function renderLatex(model: TableModel): string {
  const parts = columnParts(model).flatMap((positions) =>
    rowParts(model.rows).map((rows) => ({
      columns: positions.map((at) => model.columns[at] as Column),
      rows: rows.map((row) => ({ ...row, cells: positions.map((at) => row.cells[at] as Cell) })),
    })),
  );
  const floats = parts.map(({ columns, rows }, at) =>
    floatOf('table*', {
      caption: at === 0 ? captionOf(model) : `${model.title} (preset ${model.preset}), continued.`,
      label: `tab:${model.name}-${model.preset}-all${at === 0 ? '' : `-${at + 1}`}`,
      body: tabular(columns, rows),
    }),
  );
  return [...floats, ...model.remarks.map((remark) => `% ${oneLine(remark)}\n`)].join('');
}

/** A cell without what a column of a page has no room for: intervals of differences and times, ratios of counts. */
function compactCell({ id, exact }: Column, cell: Cell): Cell {
  if (exact) return { ...cell, spread: '', annotation: '' };
  if (id.startsWith('test.')) return cell;
  const annotation = cell.annotation === ALIKE.word ? ALIKE.sign : cell.annotation;
  return { ...cell, spread: '', annotation };
}

/** A column with a heading of few words; the caption says what differences and times are relative to. */
function compactColumn(column: Column): Column {
  if (column.id === 'difference') return { ...column, label: 'Difference', unit: '' };
  if (TIMES.test(column.id))
    return { ...column, group: '', label: `Time ${column.group && column.label}`.trim() };
  return column;
}

function captionOf({ title, preset, data, legend }: TableModel): string {
  return [`${title} (preset ${preset}).`, data, ...legend].filter(Boolean).join(' ');
}

interface Float {
  readonly caption: string;
  readonly label: string;
  readonly body: readonly string[];
}

function floatOf(environment: 'table' | 'table*', { caption, label, body }: Float): string {
  return [
    '% Needs \\usepackage{booktabs}.',
    `\\begin{${environment}}`,
    '\\centering',
    '\\fontsize{8}{9.5}\\selectfont',
    `\\setlength{\\tabcolsep}{${environment === 'table' ? 1.5 : 3}pt}`,
    `\\caption{${lineOf(caption, CAPTION_LENGTH)}}`,
    `\\label{${label}}`,
    ...body,
    `\\end{${environment}}`,
    '',
  ].join('\n');
}

function tabular(columns: readonly Column[], rows: readonly Row[]): string[] {
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`;
  const blocks = neighbours(rows, ({ heading }) => heading);
  const body = blocks.flatMap(({ items }, position) => [
    ...(position > 0 ? ['  \\midrule'] : []),
    ...items.map((row) => line(row.cells.map((cell) => cellText(cell, row.kind === 'context')))),
  ]);
  return [
    `\\begin{tabular}{@{}${columns.map(({ id }) => (id === 'mechanism' ? 'l' : 'r')).join('')}@{}}`,
    '  \\toprule',
    ...groupHeading(columns),
    line(columns.map((column) => headingOf(column))),
    '  \\midrule',
    ...body,
    '  \\bottomrule',
    '\\end{tabular}',
  ];
}

/** A heading, broken at its spaces into lines about as long as each other where it is long. */
function headingOf(column: Column): string {
  const words = withUnit(column).split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= HEADING)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const set = lines.map((line) => lineOf(line, CELL_LENGTH)).join('\\\\');
  return lines.length > 1 ? `\\shortstack[r]{${set}}` : set;
}

/** The positions of columns that fit a line together, each with the mechanism's. */
function columnParts({ columns, rows }: TableModel): number[][] {
  const widths = columns.map((column, at) => {
    const cells = rows.map((row) => plainText(row.cells[at] as Cell).length);
    const heading = Math.min(HEADING, withUnit(column).length);
    return Math.min(CELL_LENGTH, Math.max(heading, ...cells)) + GAP;
  });
  const first = columns.findIndex(({ id }) => id === 'mechanism');
  const labels = columns.flatMap(({ kind }, at) => (at === first || kind === 'label' ? [at] : []));
  const parts: number[][] = [];
  for (const at of columns.keys()) {
    if (labels.includes(at)) continue;
    const part = parts.at(-1);
    const width = part?.reduce((sum, position) => sum + (widths[position] as number), 0) ?? Infinity;
    if (part && width + (widths[at] as number) <= LINE) part.push(at);
    else parts.push([...labels, at]);
  }
  return parts.length > 0 ? parts : [labels];
}

/** Rows that fit a page together. */
function rowParts(rows: readonly Row[]): Row[][] {
  const parts = Array.from({ length: Math.max(1, Math.ceil(rows.length / PAGE)) }, (_, at) =>
    rows.slice(at * PAGE, (at + 1) * PAGE),
  );
  return parts;
}

/** Symbols of the field that are set as mathematics. */
const SYMBOLS: readonly (readonly [text: string, set: string])[] = [
  ['d\\_m', '$d_m$'],
  ['W\\textasciicircum{}A', '$W^A$'],
];

/** Text on one line, with every character replaced that LaTeX reads as markup or doesn't know, and symbols as mathematics. */
export function escapeLatex(text: string): string {
  const escaped = known(text).replace(/[^A-Za-z0-9 \t]/gu, (character) => SPECIAL[character] ?? character);
  return SYMBOLS.reduce((set, [symbol, mathematics]) => set.replaceAll(symbol, mathematics), escaped);
}

/** As {@link escapeLatex}, of at most so many characters. */
function lineOf(text: string, most: number): string {
  return escapeLatex(shortened(known(text), most));
}

/** Text on one line, with the names of the characters that LaTeX doesn't know. */
function known(text: string): string {
  return oneLine(text).replace(/[^\t -~]/gu, (character) =>
    character in SPECIAL || KNOWN.test(character) ? character : characterName(character),
  );
}

function groupHeading(columns: readonly Column[]): string[] {
  if (columns.every(({ group }) => group === '')) return [];
  const groups = neighbours(columns, ({ group }) => group);
  const cells = groups.map(({ name, items }) =>
    name ? `\\multicolumn{${items.length}}{c}{${escapeLatex(name)}}` : ' & '.repeat(items.length - 1),
  );
  const rules = groups
    .filter(({ name }) => name)
    .map(({ start, items }) => `\\cmidrule(lr){${start + 1}-${start + items.length}}`);
  return [`  ${cells.join(' & ')} \\\\`, `  ${rules.join(' ')}`];
}

/** What a cell shows, without markup. */
function plainText({ text, spread, annotation }: Cell): string {
  return [`${text} ${spread}`.trim(), annotation && `(${annotation})`].filter(Boolean).join(' ');
}

function cellText({ text, spread, annotation, decided }: Cell, context: boolean): string {
  if (!text) return '';
  const shown = lineOf(`${text} ${spread}`.trim(), CELL_LENGTH);
  const value = decided ? `\\textbf{${shown}}` : shown;
  const annotated = annotation ? `${value} (${escapeLatex(annotation)})` : value;
  return context ? `\\textit{${annotated}}` : annotated;
}
