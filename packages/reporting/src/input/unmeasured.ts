import { counted } from '../text/format.js';
import type { ToMeasure } from './tables.js';

interface Recorded {
  readonly records: ReadonlyMap<string, unknown>;
}

/** Whether a table has any record. */
export function isMeasured({ records }: Recorded): boolean {
  return records.size > 0;
}

/** Stands in the place of a table without records: ``Not measured. To measure: `npm run table -- mnist`, 12 runs, about 2 hours.`` */
export function unmeasuredText({ toMeasure }: { readonly toMeasure?: ToMeasure }): string {
  if (!toMeasure) return 'Not measured.';
  return `Not measured. To measure: \`${toMeasure.command}\`, ${amountOf(toMeasure)}.`;
}

/** `12 runs, about 2 hours` */
export function amountOf({ units, hours }: ToMeasure): string {
  return hours === undefined ? units : `${units}, ${durationText(hours)}`;
}

/** An estimate to two digits: `about 40 minutes`, `about 2 hours`, `about 1,200 hours`. */
function durationText(hours: number): string {
  const [value, unit] = hours < 1 ? [hours * 60, 'minute'] : [hours, 'hour'];
  const rounded = value < 10 ? Math.max(1, Math.round(value)) : Number(value.toPrecision(2));
  return `about ${counted(rounded, unit)}`;
}
