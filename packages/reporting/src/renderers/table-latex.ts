import { withUnit } from '../input/metrics.js';
import type { Cell, Column, TableModel } from '../table/table-model.js';
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

/** The table as a LaTeX `table*`; needs the packages booktabs and graphicx. */
export function renderLatex(model: TableModel): string {
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`;
  const blocks = neighbours(model.rows, ({ heading }) => heading);
  const rows = blocks.flatMap(({ items }, position) => [
    ...(position > 0 ? ['  \\midrule'] : []),
    ...items.map((row) => line(row.cells.map((cell) => cellText(cell, row.kind === 'context')))),
  ]);
  return [
    '% Needs \\usepackage{booktabs,graphicx}.',
    '\\begin{table*}',
    '\\centering',
    `\\caption{${escapeLatex(`${model.title} (preset ${model.preset}). ${model.legend.join(' ')}`)}}`,
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
    ...model.remarks.map((remark) => `% ${remark.replace(/\s*\n\s*/g, ' ')}`),
    '',
  ].join('\n');
}

/** Text with every character that LaTeX reads as markup replaced. */
export function escapeLatex(text: string): string {
  return text.replace(/[^a-z0-9\s]/giu, (character) => SPECIAL[character] ?? character);
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
  const shown = escapeLatex(`${text} ${spread}`.trim());
  const value = decided ? `\\textbf{${shown}}` : shown;
  const annotated = annotation ? `${value} (${escapeLatex(annotation)})` : value;
  return context ? `\\textit{${annotated}}` : annotated;
}
