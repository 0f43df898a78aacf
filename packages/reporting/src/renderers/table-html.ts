import type { Cell, Column, Row, TableModel } from '../table/table-model.js';
import { type Html, html, htmlLines } from '../text/html.js';
import { neighbours } from './table-groups.js';

/** Where a cell's value leads: the link to the records that it rests on. */
export type CellLink = (row: Row) => string;

/**
 * The table as an HTML `<table>`; each value links to the records that it rests on.
 *
 * @param className of the table, besides those that all have
 */
export function renderHtml(model: TableModel, link: CellLink, className = ''): Html {
  const { columns } = model;
  const blocks = neighbours(model.rows, ({ heading }) => heading);
  const bodies = blocks.map(({ name, items }) => {
    const lines = items.map((row) => {
      const cells = row.cells.map((cell, at) => bodyCell(columns[at] as Column, cell, row, link));
      return html`<tr class="${row.kind}">${cells}</tr>`;
    });
    const above = blocks.length > 1 && name !== '' ? [blockHeading(name, columns.length)] : [];
    return tableBody([...above, ...lines]);
  });
  return html`<table class="${`results sortable ${className}`.trim()}">
<caption>${model.title}, preset ${model.preset}</caption>
<thead>${headings(columns)}</thead>
${htmlLines(bodies)}
</table>`;
}

/** Rows of a table, under an anchor where others link to them. */
export function tableBody(rows: readonly Html[], id?: string): Html {
  return html`<tbody${id !== undefined && html` id="${id}"`}>\n${htmlLines(rows)}\n</tbody>`;
}

/** A heading across the whole width of a table, above the rows of one `<tbody>`; sorting leaves it in place. */
export function blockHeading(title: string, width: number): Html {
  return html`<tr><th scope="rowgroup" colspan="${width}">${title}</th></tr>`;
}

function headings(columns: readonly Column[]): Html {
  const upper = neighbours(columns, ({ group }) => group).map(({ name, start, items }) =>
    name
      ? html`<th scope="colgroup" colspan="${items.length}">${name}</th>`
      : items.map(
          (column, at) =>
            html`<th scope="col" rowspan="2" data-column="${start + at}">${headingText(column)}</th>`,
        ),
  );
  const lower = columns.map(
    (column, position) =>
      column.group &&
      html`<th scope="col" data-column="${position}"><span class="unseen">${column.group} </span>${headingText(column)}</th>`,
  );
  return html`<tr>${upper}</tr><tr>${lower}</tr>`;
}

function headingText({ label, unit }: Column): Html | string {
  return unit ? html`${label} <span class="unit">${unit}</span>` : label;
}

function bodyCell({ id, kind, annotation }: Column, cell: Cell, row: Row, link: CellLink): Html {
  const value = cell.value !== undefined && html` data-value="${cell.value}"`;
  const attributes = html`${value}${cell.title && html` title="${cell.title}"`}`;
  if (id === 'mechanism') return html`<th scope="row"${attributes}>${rowHeading(cell.text, row.source)}</th>`;
  if (!cell.text) return html`<td class="${kind} missing"${attributes}><span class="none">–</span></td>`;
  const text = cell.decided ? html`<strong>${cell.text}</strong>` : cell.text;
  const linked = cell.runs.length > 0 ? html`<a href="${link(row)}">${text}</a>` : html`<span>${text}</span>`;
  const isVerdict = annotation === 'verdict';
  const second = [cell.spread, !isVerdict && cell.annotation && `(${cell.annotation})`]
    .filter(Boolean)
    .join(' ');
  const below = second && html` <span class="second">${second}</span>`;
  const verdict =
    isVerdict &&
    cell.annotation &&
    html` ${wordBadge(cell.annotation)}${cell.missing && html` <span class="second">${cell.missing}</span>`}`;
  return html`<td class="${kind}"${attributes}>${linked}${below}${verdict}</td>`;
}

/** What is shown of a difference, as a badge. */
function wordBadge(word: string): Html {
  return html`<span class="badge ${word.replaceAll(' ', '-')}">${word}</span>`;
}

function rowHeading(text: string, source: string | undefined): Html | string {
  const isLink = source !== undefined && /^https?:\/\//.test(source);
  return isLink ? html`<a href="${source}">${text}</a>` : text;
}
