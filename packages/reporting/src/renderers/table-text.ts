import { withUnit } from '../input/metrics.js';
import type { Cell, Column, TableModel } from '../table/table-model.js';
import { oneLine } from '../text/format.js';

const GAP = '  ';
/** The fewest characters that the first column is cut to. */
const LEAST_NAME = 12;

/**
 * The columns of these ids as plain text of at most `width` characters a line, where they can be that narrow: headings go
 * over several lines, then ratios are left out, then the names of rows are cut.
 */
export function renderFitted(
  { columns, rows }: Pick<TableModel, 'columns' | 'rows'>,
  ids: readonly string[],
  width: number,
): string {
  const shown = columns.flatMap((column, at) => (ids.includes(column.id) ? [{ column, at }] : []));
  const headings = shown.map(({ column }) => headingOf(column).split(' '));
  const bodyOf = (text: (cell: Cell) => string) =>
    rows.map(({ cells }) => shown.map(({ at }) => oneLine(text(cells[at] as Cell))));
  const widthsOf = (body: readonly (readonly string[])[]) =>
    headings.map((words, at) =>
      Math.max(...[...words, ...body.map((cells) => cells[at] ?? '')].map(lengthOf)),
    );
  const total = (widths: readonly number[]) =>
    widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));

  const annotated = bodyOf(annotatedText);
  const body = total(widthsOf(annotated)) <= width ? annotated : bodyOf(plainText);
  const [name = 0, ...others] = widthsOf(body);
  const room = width - total([0, ...others]);
  const widths = [Math.min(name, Math.max(LEAST_NAME, room)), ...others];
  const lineOf = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const room = widths[at] as number;
        const text = cell.length > room ? `${cell.slice(0, room - 1)}…` : cell;
        return at === 0 ? text.padEnd(room) : text.padStart(room);
      })
      .join(GAP)
      .trimEnd();
  const wrapped = headings.map((words, at) => wrap(words, widths[at] as number));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  const head = Array.from({ length: height }, (_, row) =>
    wrapped.map((lines) => lines[row - (height - lines.length)] ?? ''),
  );
  return [...head, widths.map((each) => '─'.repeat(each)), ...body].map(lineOf).join('\n');
}

function headingOf({ group, label, unit }: Column): string {
  return withUnit({ label: `${group} ${label}`.trim(), unit });
}

function plainText({ text, spread }: Cell): string {
  return `${text} ${spread}`.trim();
}

function annotatedText(cell: Cell): string {
  return cell.annotation ? `${plainText(cell)} (${cell.annotation})` : plainText(cell);
}

function lengthOf(text: string): number {
  return text.length;
}

function wrap(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
