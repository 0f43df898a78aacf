import { characterName } from '@better-attention/records';
import { withUnit } from '../input/metrics.js';
import type { Cell, Column, TableModel } from '../table/table-model.js';
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
};

/** Letters and signs beyond ASCII that LaTeX knows without further packages. */
const KNOWN = /[\u00a0-ÏÑ-Ýß-ïñ-ýÿ]/;

/** LaTeX sets a caption on one line before it breaks it, and a line is at most 16,384 points long. */
const CAPTION_LENGTH = 1600;
const CELL_LENGTH = 200;

/** The table as a LaTeX `table*`; needs the packages booktabs and graphicx. */
export function renderLatex(model: TableModel): string {
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`;
  const blocks = neighbours(model.rows, ({ heading }) => heading);
  const rows = blocks.flatMap(({ items }, position) => [
    ...(position > 0 ? ['  \\midrule'] : []),
    ...items.map((row) => line(row.cells.map((cell) => cellText(cell, row.kind === 'context')))),
  ]);
  const about = [`${model.title} (preset ${model.preset}).`, model.data, ...model.legend];
  const caption = about.filter(Boolean).join(' ');
  return [
    '% Needs \\usepackage{booktabs,graphicx}.',
    '\\begin{table*}',
    '\\centering',
    `\\caption{${lineOf(caption, CAPTION_LENGTH)}}`,
    `\\label{tab:${model.name}-${model.preset}}`,
    '\\resizebox{\\textwidth}{!}{%',
    `\\begin{tabular}{${model.columns.map(({ id }) => (id === 'mechanism' ? 'l' : 'r')).join('')}}`,
    '  \\toprule',
    ...groupHeading(model.columns),
    line(model.columns.map((column) => escapeLatex(withUnit(column)))),
    '  \\midrule',
    ...rows,
    '  \\bottomrule',
    '\\end{tabular}}',
    '\\end{table*}',
    ...model.remarks.map((remark) => `% ${oneLine(remark)}`),
    '',
  ].join('\n');
}

/** Text on one line, with every character replaced that LaTeX reads as markup or doesn't know. */
export function escapeLatex(text: string): string {
  return known(text).replace(/[^A-Za-z0-9 \t]/gu, (character) => SPECIAL[character] ?? character);
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
  const groups = neighbours(columns, ({ group }) => group);
  const cells = groups.map(({ name, items }) =>
    name ? `\\multicolumn{${items.length}}{c}{${escapeLatex(name)}}` : ' & '.repeat(items.length - 1),
  );
  const rules = groups
    .filter(({ name }) => name)
    .map(({ start, items }) => `\\cmidrule(lr){${start + 1}-${start + items.length}}`);
  return [`  ${cells.join(' & ')} \\\\`, `  ${rules.join(' ')}`];
}

function cellText({ text, spread, annotation, decided }: Cell, context: boolean): string {
  if (!text) return '';
  const shown = lineOf(`${text} ${spread}`.trim(), CELL_LENGTH);
  const value = decided ? `\\textbf{${shown}}` : shown;
  const annotated = annotation ? `${value} (${escapeLatex(annotation)})` : value;
  return context ? `\\textit{${annotated}}` : annotated;
}
