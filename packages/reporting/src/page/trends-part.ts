import { changeOf, endsText, type Trend, trendsOf } from '../layers/latency-trends.js';
import type { LayerTable } from '../layers/layer-table.js';
import { fixedText } from '../layers/sizes.js';
import { tableBody } from '../renderers/table-html.js';
import { mechanismLabel } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { THREE } from '../verdicts/claimed.js';
import { NONE, pageTable } from './elements.js';

/** Latencies relative to Standard's at both ends of every axis, and what happens to the gain between them; nothing of counts. */
export function renderTrends(table: LayerTable): Html | undefined {
  const { input } = table;
  const together = input.kind === 'complexity' ? [] : trendsOf(table);
  const rows = together.flatMap((trends) => {
    const [any] = trends;
    if (!any) return [];
    const { batch, named, first, last } = any;
    const cells = THREE.map((name) => cell(trends.find(({ mechanism }) => mechanism === name)));
    return [
      html`<tr><th scope="row">${named.symbol} = ${first.position} to ${last.position}</th><td class="text">${fixedText(input.base, named.axis)}</td><td>${batch}</td>${cells}</tr>`,
    ];
  });
  if (rows.length === 0) return undefined;
  return pageTable({
    className: 'trends sortable',
    label: `Latency relative to Standard’s: ${input.title}`,
    caption:
      'Latency relative to Standard’s at the first size and at the last, and whether the gain changes beyond the 95 % intervals of both',
    columns: ['Varied', 'Held', 'Batch', ...THREE.map(mechanismLabel)],
    bodies: [tableBody(rows)],
  });
}

function cell(trend: Trend | undefined): Html {
  if (!trend) return html`<td>${NONE}</td>`;
  const change = changeOf(trend);
  const said = change !== undefined && html` <span class="second">gain ${change}</span>`;
  return html`<td data-value="${trend.last.ratio}">${endsText(trend)}${said}</td>`;
}
