import { estimateText } from '../text/duration.js';
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
  return hours === undefined ? units : `${units}, about ${estimateText(hours)}`;
}
