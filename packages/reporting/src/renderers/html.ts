import type { Cell, Column, Row, TableModel } from '../table/model.js';
import { groupsOf } from './groups.js';

/** Text that is safe inside an element and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Where a cell's value leads: the link to the runs that it rests on. */
export type CellLink = (row: Row) => string;

/** The table as an HTML `<table>`; each value links to the runs that it rests on. */
export function renderHtml(model: TableModel, link: CellLink): string {
  return [
    '<table class="results">',
    `<caption>${escapeHtml(model.title)}, preset ${escapeHtml(model.preset)}</caption>`,
    `<thead>${headings(model.columns)}</thead>`,
    '<tbody>',
    ...model.rows.map((row, position) => {
      const apart = position > 0 && model.rows[position - 1]?.heads !== row.heads;
      const classes = [row.kind, ...(apart ? ['apart'] : [])].join(' ');
      const cells = row.cells.map((cell, column) =>
        bodyCell(model.columns[column] as Column, cell, row, link),
      );
      return `<tr class="${classes}">${cells.join('')}</tr>`;
    }),
    '</tbody>',
    '</table>',
  ].join('\n');
}

function headings(columns: readonly Column[]): string {
  const groups = groupsOf(columns);
  const upper = groups.map(({ group, start, span }) =>
    group
      ? `<th scope="colgroup" colspan="${span}">${escapeHtml(group)}</th>`
      : columns
          .slice(start, start + span)
          .map(({ label }) => `<th scope="col" rowspan="2">${escapeHtml(label)}</th>`)
          .join(''),
  );
  const lower = columns
    .filter(({ group }) => group)
    .map(({ label, unit }) => {
      const shown = unit
        ? `${escapeHtml(label)} <span class="unit">${escapeHtml(unit)}</span>`
        : escapeHtml(label);
      return `<th scope="col">${shown}</th>`;
    });
  return `<tr>${upper.join('')}</tr><tr>${lower.join('')}</tr>`;
}

function bodyCell({ id, kind }: Column, cell: Cell, row: Row, link: CellLink): string {
  const title = cell.title ? ` title="${escapeHtml(cell.title)}"` : '';
  if (id === 'mechanism') return `<th scope="row"${title}>${rowHeading(cell.text, row.source)}</th>`;
  if (!cell.text) return `<td class="${kind} missing"${title}><span class="none">–</span></td>`;
  const value = cell.decided ? `<strong>${escapeHtml(cell.text)}</strong>` : escapeHtml(cell.text);
  const linked =
    cell.runs.length > 0 ? `<a href="${escapeHtml(link(row))}">${value}</a>` : `<span>${value}</span>`;
  const second = [cell.spread, cell.annotation && `(${cell.annotation})`].filter(Boolean).join(' ');
  const below = second ? ` <span class="second">${escapeHtml(second)}</span>` : '';
  return `<td class="${kind}"${title}>${linked}${below}</td>`;
}

function rowHeading(text: string, source: string | undefined): string {
  const isLink = source !== undefined && /^https?:\/\//.test(source);
  return isLink ? `<a href="${escapeHtml(source)}">${escapeHtml(text)}</a>` : escapeHtml(text);
}
