import type { Sample } from '@better-attention/records';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import { tableBody } from '../renderers/table-html.js';
import { mechanismLabel } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { pageTable } from './elements.js';

/** Translations of the same sentences by every mechanism, of the lowest seed that has any; nothing without any. */
export function renderSamples(table: TrainingTableInput): Html | undefined {
  const runs = [...completeRuns(table).values()].filter(
    ({ samples, heads }) => samples && heads === table.heads,
  );
  const seed = Math.min(...runs.map((run) => run.seed));
  const compared = [...table.mechanisms, ...(table.baselines ?? [])].flatMap((name) => {
    const found = runs.find((run) => run.seed === seed && run.mechanism === name);
    return found ? [found] : [];
  });
  const sentences = new Map(
    compared.flatMap(({ samples = [] }) =>
      samples.map((sample): [string, Sample] => [keyOf(sample), sample]),
    ),
  );
  if (sentences.size === 0) return undefined;
  const columns = ['Source', 'Reference', ...compared.map(({ mechanism }) => mechanismLabel(mechanism))];
  const rows = [...sentences].map(([key, { source, reference }]) => {
    const outputs = compared.map(
      ({ samples }) => samples?.find((sample) => keyOf(sample) === key)?.output ?? '',
    );
    const cells = [reference, ...outputs].map(
      (text, at) => html`<td data-label="${columns[at + 1] ?? ''}">${text}</td>`,
    );
    return html`<tr><th scope="row">${source}</th>${cells}</tr>`;
  });
  return pageTable({
    className: 'samples',
    label: `Translations: ${table.title}`,
    caption: `Sentences of the test part, their reference, and what the runs of seed ${seed} make of them`,
    columns,
    bodies: [tableBody(rows)],
  });
}

function keyOf({ source, reference }: Sample): string {
  return JSON.stringify([source, reference]);
}
