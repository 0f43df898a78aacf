import type { Sample } from '@better-attention/records';
import { escapeHtml } from '../renderers/html.js';
import { mechanismLabel, type ReportTable } from '../report-table.js';
import { columnHeadings } from './html.js';

/** Translations of the same sentences by every mechanism, of the lowest seed that has any; empty without any. */
export function renderSamples(table: ReportTable): string {
  const runs = [...table.records.values()].flatMap((run) =>
    run.status === 'complete' && run.samples && run.heads === table.heads
      ? [{ seed: run.seed, mechanism: run.mechanism, samples: run.samples }]
      : [],
  );
  const seed = Math.min(...runs.map((run) => run.seed));
  const compared = [...table.mechanisms, ...(table.baselines ?? [])].flatMap((name) => {
    const found = runs.find((run) => run.seed === seed && run.mechanism === name);
    return found ? [found] : [];
  });
  const sentences = new Map(
    compared.flatMap(({ samples }) => samples.map((sample): [string, Sample] => [keyOf(sample), sample])),
  );
  if (sentences.size === 0) return '';
  const rows = [...sentences].map(([key, { source, reference }]) => {
    const outputs = compared.map(
      ({ samples }) => samples.find((sample) => keyOf(sample) === key)?.output ?? '',
    );
    const cells = [reference, ...outputs].map((text) => `<td>${escapeHtml(text)}</td>`);
    return `<tr><th scope="row">${escapeHtml(source)}</th>${cells.join('')}</tr>`;
  });
  return [
    '<table class="samples">',
    `<caption>Sentences of the test part, their reference, and what the runs of seed ${seed} make of them</caption>`,
    columnHeadings(['Source', 'Reference', ...compared.map(({ mechanism }) => mechanismLabel(mechanism))]),
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table>',
  ].join('\n');
}

function keyOf({ source, reference }: Sample): string {
  return JSON.stringify([source, reference]);
}
