/** The table as GitHub-flavoured Markdown, with its legend and remarks. */
export function renderMarkdown(model) {
  return [
    `**${escapeMarkdown(model.title)}** (preset ${escapeMarkdown(model.preset)})`,
    '',
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
 * The columns of these ids alone, aligned, without legend and remarks: for a README or a terminal.
 *
 * @param ids in the order of the table; those that it doesn't have are left out
 */
export function renderExcerpt({ columns, rows }, ids) {
  const shown = columns.map(({ id }) => ids.includes(id));
  const lines = tableCells(
    columns.filter((_, at) => shown[at]),
    rows.map((row) => ({ ...row, cells: row.cells.filter((_, at) => shown[at]) })),
  );
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0))) ?? [];
  const aligned = lines.map((cells) =>
    cells.map((cell, at) => {
      const width = widths[at];
      if (/^-+:?$/.test(cell)) return cell.padStart(width, '-');
      return at === 0 ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
  return aligned.map(line).join('\n');
}
function line(cells) {
  return `| ${cells.join(' | ')} |`;
}
function tableCells(columns, rows) {
  return [
    columns.map(heading),
    columns.map(({ id }) => (id === 'mechanism' ? '---' : '---:')),
    ...rows.map((row) =>
      row.cells.map((cell) => (row.kind === 'context' && cell.text ? `*${cellText(cell)}*` : cellText(cell))),
    ),
  ];
}
function heading({ group, label, unit }) {
  const name = escapeMarkdown([group, label].filter(Boolean).join(' '));
  return unit ? `${name} (${unit})` : name;
}
function cellText({ text, spread, annotation, decided }) {
  if (!text) return '';
  const shown = escapeMarkdown(`${text} ${spread}`.trim());
  const value = decided ? `**${shown}**` : shown;
  return annotation ? `${value} (${annotation})` : value;
}
function escapeMarkdown(text) {
  return text.replace(/[\\|*_[\]<>]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
