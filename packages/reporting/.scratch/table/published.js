import { grouped, significant, spreadText } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { textCell } from './model.js';
/** The paper's value beside ours, or an empty cell. */
export function paperCell(known, column, { mechanism, heads }) {
  const value = known.find(
    (one) => `${one.column}.paper` === column.id && one.mechanism === mechanism && one.heads === heads,
  );
  if (!value) return textCell('', { title: 'not known' });
  return textCell(publishedText(column, value), { value: value.value, title: whereKnown(value) });
}
/** What others published of a mechanism, as a row of its own. */
export function contextRow(columns, row, position, place) {
  const runs = row.values.map((value) => value.runs).find((count) => count !== undefined);
  const cells = columns.map((column) => {
    if (column.id === 'mechanism') {
      return textCell(`${mechanismLabel(row.mechanism)}: ${row.label}`, {
        title: row.note,
      });
    }
    if (column.id === 'heads') return textCell(grouped(row.heads), { value: row.heads });
    if (column.id === 'seeds') return textCell(runs === undefined ? '' : grouped(runs), { value: runs });
    const value = row.values.find((one) => one.column === column.id);
    if (!value) return textCell('');
    const spread = column.digits === undefined ? '' : spreadText(value.standardDeviation, column.digits);
    return textCell(publishedText(column, value), { spread, value: value.value });
  });
  const { mechanism, heads, source } = row;
  const id = `${mechanism}-h${heads}-context${position + 1}`;
  return { id, kind: 'context', ...place, source, mechanism, heads, cells };
}
/** `78.12`, `≈ 78`, `4,224`. */
export function publishedText({ digits, exact }, { value, approximate }) {
  if (approximate) return `≈ ${value}`;
  if (exact) return grouped(value);
  return digits === undefined ? significant(value) : value.toFixed(digits);
}
/** `paper, Table 2, page 6, v2; a note`. */
export function whereKnown({ knownFrom, table, page, version, note }) {
  const where = [knownFrom, table, page === undefined ? undefined : `page ${page}`, version];
  return [where.filter((part) => part !== undefined).join(', '), note && clause(note)]
    .filter(Boolean)
    .join('; ');
}
/** A note without its full stop, to stand inside a sentence. */
export function clause(note) {
  return note.replace(/\.$/, '');
}
