import type { SpeedRecord } from '@better-attention/records';
import { makeAgain } from '../input/make-again.js';
import { commitOf, engineOf, machineOf, versionsOf } from '../input/provenance.js';
import type { SpeedTableInput } from '../input/tables.js';
import { type Html, html } from '../text/html.js';
import { command, foldedIfMany } from './elements.js';
import type { RecordLink } from './section.js';

/** Every record with what it holds and where it was made; nothing without records. */
export function renderSpeedRecords(table: SpeedTableInput, link: RecordLink): Html | undefined {
  const { records } = table;
  if (records.size === 0) return undefined;
  const entries = [...records].map(
    ([file, record]) =>
      html`<dt><a href="${link(file)}">${file}</a></dt><dd>${described(record)} ${command(makeAgain(table, file))}</dd>`,
  );
  return foldedIfMany(records.size, 'record', html`<dl>${entries}</dl>`);
}

function described(record: SpeedRecord): string {
  const { measurements, load, startedAt, finishedAt } = record;
  return [
    ...measurements.map(
      ({ phase, threads, rounds, steps }) => `${phase} on ${threads}: ${rounds} rounds of ${steps}`,
    ),
    `load average ${load.start} to ${load.end}`,
    engineOf(record),
    machineOf(record),
    versionsOf(record),
    `commit ${commitOf(record)}`,
    `${startedAt} to ${finishedAt}`,
  ].join('; ');
}
