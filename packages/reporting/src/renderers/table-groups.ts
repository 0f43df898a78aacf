import type { Column, Row } from '../table/table-model.js';

/** Neighbouring columns of one group, with the position of the first. */
export function groupsOf(
  columns: readonly Column[],
): { readonly group: string; readonly start: number; readonly span: number }[] {
  const groups: { group: string; start: number; span: number }[] = [];
  columns.forEach(({ group }, start) => {
    const last = groups.at(-1);
    if (last && last.group === group) last.span++;
    else groups.push({ group, start, span: 1 });
  });
  return groups;
}

/** Neighbouring rows of one heading. */
export function blocksOf(
  rows: readonly Row[],
): { readonly heading: string; readonly rows: readonly Row[] }[] {
  const blocks: { heading: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last && last.heading === row.heading) last.rows.push(row);
    else blocks.push({ heading: row.heading, rows: [row] });
  }
  return blocks;
}
