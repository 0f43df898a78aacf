import { type ContextRow, type PaperValue, whereKnown } from '../input/paper.js';
import { countCell, numberText, spreadText, textCell } from '../table/cells.js';
import type { Cell, Column, Row } from '../table/table-model.js';
import { mechanismLabel } from '../text/format.js';

/** The paper's value beside ours, or an empty cell. */
export function paperCell(
  known: readonly PaperValue[],
  column: Column,
  { mechanism, heads }: { mechanism: string; heads: number },
): Cell {
  const value = known.find(
    (one) => `${one.column}.paper` === column.id && one.mechanism === mechanism && one.heads === heads,
  );
  if (!value) return textCell('', { title: 'not known' });
  return textCell(publishedText(column, value), { value: value.value, title: whereKnown(value) });
}

/** What others published of a mechanism, as a row of its own. */
export function contextRow(
  columns: readonly Column[],
  row: ContextRow,
  position: number,
  place: Pick<Row, 'block' | 'heading'>,
): Row {
  const runs = row.values.map((value) => value.runs).find((count) => count !== undefined);
  const cells = columns.map((column): Cell => {
    if (column.id === 'mechanism') {
      return textCell(`${mechanismLabel(row.mechanism)}: ${row.label}`, {
        title: row.note,
      });
    }
    if (column.id === 'heads') return countCell(row.heads);
    if (column.id === 'seeds') return runs === undefined ? textCell('') : countCell(runs);
    const value = row.values.find((one) => one.column === column.id);
    if (!value) return textCell('');
    return textCell(publishedText(column, value), {
      spread: spreadText(column, value.standardDeviation),
      value: value.value,
    });
  });
  const { mechanism, heads, source } = row;
  const id = `${mechanism}-h${heads}-context${position + 1}`;
  return { id, kind: 'context', ...place, source, mechanism, heads, cells };
}

/** `78.12`, `≈ 78`, `4,224`. */
export function publishedText(
  column: Column,
  { value, approximate }: { readonly value: number; readonly approximate: boolean },
): string {
  return approximate ? `≈ ${value}` : numberText(column, value);
}
