const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1234567.8` → `1,234,568`. */
export function grouped(value: number): string {
  return GROUPED.format(value);
}

/** At least three significant digits, without an exponent: `1,234`, `12.3`, `0.0123`. */
export function significant(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return digits === 0 ? grouped(value) : value.toFixed(Math.min(digits, 6));
}

/** `84.12 ± 0.35`, or the mean alone where there is no deviation. */
export function plusMinus(mean: number, deviation: number | undefined, digits: number): string {
  const text = mean.toFixed(digits);
  return deviation === undefined ? text : `${text} ± ${deviation.toFixed(digits)}`;
}

/** `+1.20`, `−0.35`, `0.00`. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** `0.2576` → `25.8 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** `p = 0.012`, `p < 0.001`. */
export function pValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

/** `1 seed`, `5 seeds`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `0.81× to 1.16×`: the lowest and the highest ratio, one where they read alike. */
export function rangeText(ratios: readonly number[]): string {
  const ends = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => `${ratio.toFixed(2)}×`);
  return [...new Set(ends)].join(' to ');
}

/** More names than these say less than their number. */
export const MOST_NAMES = 4;

/** `Optimised and Super`, or `26 mechanisms` where there are more of them than one reads. */
export function listedOrCounted(items: readonly string[], noun: string): string {
  return items.length > MOST_NAMES ? counted(items.length, noun) : listed(items);
}

/** `not measured` → `Not measured`. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text on one line, for what ends with it. */
export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** Text of at most so many characters, the last of them `…` where some are left out. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/** `Super`, `Super from identity`. */
export function variantLabel({
  mechanism,
  variant,
}: {
  readonly mechanism: string;
  readonly variant?: string | undefined;
}): string {
  return [mechanismLabel(mechanism), ...(variant === undefined ? [] : [variant])].join(' from ');
}

/** `super` → `Super`, `super-per-head` → `Super per head`. */
export function mechanismLabel(mechanism: string): string {
  return capitalised(mechanism.replaceAll('-', ' '));
}
