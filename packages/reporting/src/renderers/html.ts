import type { Cell, Column, Row, TableModel } from '../table/model.js';
import { blocksOf, groupsOf } from './groups.js';

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
  const blocks = blocksOf(model.rows);
  return [
    '<table class="results sortable">',
    `<caption>${escapeHtml(model.title)}, preset ${escapeHtml(model.preset)}</caption>`,
    `<thead>${headings(model.columns)}</thead>`,
    ...blocks.flatMap(({ heading, rows }) => [
      '<tbody>',
      ...(blocks.length > 1 ? [blockHeading(heading, model.columns.length)] : []),
      ...rows.map((row) => {
        const cells = row.cells.map((cell, column) =>
          bodyCell(model.columns[column] as Column, cell, row, link),
        );
        return `<tr class="${row.kind}">${cells.join('')}</tr>`;
      }),
      '</tbody>',
    ]),
    '</table>',
  ].join('\n');
}

/** A heading across the whole width of a table, above the rows of one `<tbody>`; sorting leaves it in place. */
export function blockHeading(title: string, width: number): string {
  return `<tr><th scope="rowgroup" colspan="${width}">${escapeHtml(title)}</th></tr>`;
}

function headings(columns: readonly Column[]): string {
  const groups = groupsOf(columns);
  const upper = groups.map(({ group, start, span }) =>
    group
      ? `<th scope="colgroup" colspan="${span}">${escapeHtml(group)}</th>`
      : columns
          .slice(start, start + span)
          .map(
            ({ label }, offset) =>
              `<th scope="col" rowspan="2" data-column="${start + offset}">${escapeHtml(label)}</th>`,
          )
          .join(''),
  );
  const lower = columns.flatMap(({ group, label, unit }, position) => {
    if (!group) return [];
    const shown = unit
      ? `${escapeHtml(label)} <span class="unit">${escapeHtml(unit)}</span>`
      : escapeHtml(label);
    return [`<th scope="col" data-column="${position}">${shown}</th>`];
  });
  return `<tr>${upper.join('')}</tr><tr>${lower.join('')}</tr>`;
}

function bodyCell({ id, kind }: Column, cell: Cell, row: Row, link: CellLink): string {
  const attributes = [
    cell.value === undefined ? '' : ` data-value="${cell.value}"`,
    cell.title ? ` title="${escapeHtml(cell.title)}"` : '',
  ].join('');
  if (id === 'mechanism') return `<th scope="row"${attributes}>${rowHeading(cell.text, row.source)}</th>`;
  if (!cell.text) return `<td class="${kind} missing"${attributes}><span class="none">–</span></td>`;
  const value = cell.decided ? `<strong>${escapeHtml(cell.text)}</strong>` : escapeHtml(cell.text);
  const linked =
    cell.runs.length > 0 ? `<a href="${escapeHtml(link(row))}">${value}</a>` : `<span>${value}</span>`;
  const second = [cell.spread, cell.annotation && `(${cell.annotation})`].filter(Boolean).join(' ');
  const below = second ? ` <span class="second">${escapeHtml(second)}</span>` : '';
  return `<td class="${kind}"${attributes}>${linked}${below}</td>`;
}

function rowHeading(text: string, source: string | undefined): string {
  const isLink = source !== undefined && /^https?:\/\//.test(source);
  return isLink ? `<a href="${escapeHtml(source)}">${escapeHtml(text)}</a>` : escapeHtml(text);
}
