import { withUnit } from '../input/metrics.js';
import type { Cell, Column, Row, TableModel } from '../table/table-model.js';
import { oneLine } from '../text/format.js';

/** The table as GitHub-flavoured Markdown, with its legend and remarks. */
export function renderMarkdown(model: TableModel): string {
  return [
    `**${escapeMarkdown(model.title)}** (preset ${escapeMarkdown(model.preset)})`,
    '',
    ...(model.data ? [escapeMarkdown(model.data), ''] : []),
    ...tableCells(model.columns, model.rows).map(line),
    '',
    ...[
      ...model.remarks.map((remark) => `**${escapeMarkdown(remark)}**`),
      ...model.legend.map(escapeMarkdown),
    ].map((sentence) => `- ${sentence}`),
    '',
  ].join('\n');
}

/**
 * The columns of these ids alone, aligned, without legend and remarks.
 *
 * @param ids in the order of the table; those that it doesn't have are left out
 */
export function renderColumns({ columns, rows }: TableModel, ids: readonly string[]): string {
  const shown = columns.map(({ id }) => ids.includes(id));
  const lines = tableCells(
    columns.filter((_, at) => shown[at]),
    rows.map((row) => ({ ...row, cells: row.cells.filter((_, at) => shown[at]) })),
  );
  return alignedTable(lines);
}

/** A Markdown table of these cells, its columns as wide as their widest cell; the second line has the rules. */
export function alignedTable(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0))) ?? [];
  const aligned = lines.map((cells) =>
    cells.map((cell, at) => {
      const width = widths[at] as number;
      if (/^-+:?$/.test(cell)) return cell.padStart(width, '-');
      return at === 0 ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
  return aligned.map(line).join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function tableCells(columns: readonly Column[], rows: readonly Row[]): string[][] {
  return [
    columns.map(heading),
    columns.map(({ id }) => (id === 'mechanism' ? '---' : '---:')),
    ...rows.map((row) =>
      row.cells.map((cell) => (row.kind === 'context' && cell.text ? `*${cellText(cell)}*` : cellText(cell))),
    ),
  ];
}

/** `Test accuracy (%)` */
function heading({ group, label, unit }: Column): string {
  return escapeMarkdown(withUnit({ label: `${group} ${label}`.trim(), unit }));
}

/** `**84.12 ± 0.35** (1)` */
function cellText({ text, spread, annotation, decided }: Cell): string {
  if (!text) return '';
  const shown = escapeMarkdown(`${text} ${spread}`.trim());
  const value = decided ? `**${shown}**` : shown;
  return annotation ? `${value} (${annotation})` : value;
}

/** Text on one line that Markdown takes literally, but for `code`, which remarks have. */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\|*_[\]<>~$]|&(?=#?\w+;)/g, '\\$&');
}
