import type { Cell, Column, TableModel } from '../table/model.js';

/** The table as GitHub-flavoured Markdown, with its legend and remarks. */
export function renderMarkdown(model: TableModel): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${escapeMarkdown(model.title)}** (preset ${escapeMarkdown(model.preset)})`,
    '',
    line(model.columns.map(heading)),
    line(model.columns.map(({ id }) => (id === 'mechanism' ? '---' : '---:'))),
    ...model.rows.map((row) =>
      line(
        row.cells.map((cell) =>
          row.kind === 'context' && cell.text ? `*${cellText(cell)}*` : cellText(cell),
        ),
      ),
    ),
    '',
    ...[
      ...model.remarks.map((remark) => `**${escapeMarkdown(remark)}**`),
      ...model.legend.map(escapeMarkdown),
    ].map((sentence) => `- ${sentence}`),
    '',
  ].join('\n');
}

function heading({ group, label, unit }: Column): string {
  const name = escapeMarkdown([group, label].filter(Boolean).join(' '));
  return unit ? `${name} (${unit})` : name;
}

function cellText({ text, spread, annotation, decided }: Cell): string {
  if (!text) return '';
  const shown = escapeMarkdown(`${text} ${spread}`.trim());
  const value = decided ? `**${shown}**` : shown;
  return annotation ? `${value} (${annotation})` : value;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_[\]<>]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
