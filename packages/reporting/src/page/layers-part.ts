import type { LayerRecord } from '@better-attention/records';
import { makeAgain } from '../input/make-again.js';
import { whereKnown } from '../input/paper.js';
import { commitOf, engineOf, machineOf, versionsOf } from '../input/provenance.js';
import type { LayerTableInput } from '../input/tables.js';
import { counted, mechanismLabel } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { command, foldedIfMany } from './elements.js';
import type { RecordLink } from './section.js';

/** What is known of the paper's numbers, a sentence each. */
export function paperSentences({ paper }: Pick<LayerTableInput, 'paper'>): string[] {
  return (paper?.values ?? []).map((known) => {
    const { mechanism, column, approximate, value, unit } = known;
    const number = `${approximate ? '≈ ' : ''}${value} ${unit}`.trim();
    return `${mechanismLabel(mechanism)}, ${column}: ${number} (${whereKnown(known)}).`;
  });
}

/** Every record with what it holds and where it was made; nothing without records. */
export function renderLayerRecords(table: LayerTableInput, link: RecordLink): Html | undefined {
  const { records } = table;
  if (records.size === 0) return undefined;
  const entries = [...records].map(
    ([file, record]) =>
      html`<dt><a href="${link(file)}">${file}</a></dt><dd>${described(record)} ${command(makeAgain(table, file))}</dd>`,
  );
  return foldedIfMany(records.size, 'record', html`<dl>${entries}</dl>`);
}

function described(record: LayerRecord): string {
  const { measurements, startedAt, finishedAt } = record;
  return [
    counted(measurements.length, 'measurement'),
    ...(record.kind === 'latency' ? [engineOf(record), machineOf(record), versionsOf(record)] : []),
    `commit ${commitOf(record)}`,
    `${startedAt} to ${finishedAt}`,
  ].join('; ');
}
