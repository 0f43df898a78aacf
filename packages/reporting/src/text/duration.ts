import { counted } from './format.js';

/** An estimate to two digits: `40 minutes`, `2 hours`, `1,200 hours`. */
export function estimateText(hours: number): string {
  const [value, unit] = hours < 1 ? [hours * 60, 'minute'] : [hours, 'hour'];
  const rounded = value < 10 ? Math.max(1, Math.round(value)) : Number(value.toPrecision(2));
  return counted(rounded, unit);
}
