/** Neighbouring columns of one group, with the position of the first. */
export function groupsOf(columns) {
  const groups = [];
  columns.forEach(({ group }, start) => {
    const last = groups.at(-1);
    if (last && last.group === group) last.span++;
    else groups.push({ group, start, span: 1 });
  });
  return groups;
}
/** Neighbouring rows of one heading. */
export function blocksOf(rows) {
  const blocks = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last?.heading === row.heading) last.rows.push(row);
    else blocks.push({ heading: row.heading, rows: [row] });
  }
  return blocks;
}
