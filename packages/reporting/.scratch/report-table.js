import { capitalised } from './format.js';
/** Cross-entropy in nats. */
export const LOSS = {
  metric: 'loss',
  label: 'loss',
  unit: 'nats',
  scale: 1,
  digits: 4,
  better: 'lower',
  parts: ['train', 'validation', 'test'],
};
/** Accuracy, recorded from 0 to 1, shown in percent. */
export const ACCURACY = {
  metric: 'accuracy',
  label: 'accuracy',
  unit: '%',
  scale: 100,
  digits: 2,
  better: 'higher',
  parts: ['train', 'validation', 'test'],
};
/** Accuracy among the five likeliest classes, recorded from 0 to 1, shown in percent. */
export const TOP5_ACCURACY = { ...ACCURACY, metric: 'top5Accuracy', label: 'top-5 accuracy' };
/** Corpus BLEU from 0 to 100, of the test part alone. */
export const BLEU = {
  metric: 'bleu',
  label: 'BLEU',
  unit: '',
  scale: 1,
  digits: 2,
  better: 'higher',
  parts: ['test'],
};
/** Every metric that records may hold, in the order of a table's columns. */
export const METRICS = [LOSS, ACCURACY, TOP5_ACCURACY, BLEU];
/**
 * The headline's column.
 *
 * @throws Error when the table has no such metric or its test part isn't shown
 */
export function headlineOf(table) {
  const found = table.metrics.find(
    ({ metric, parts }) => metric === table.headline && parts.includes('test'),
  );
  if (found) return found;
  const known = table.metrics.map(({ metric }) => metric).join(', ');
  throw new Error(
    `report of ${table.name}: headline ${table.headline} is no test metric of it (has ${known})`,
  );
}
/** The unit of a difference: percentages differ by percentage points. */
export function differenceUnit({ unit }) {
  if (unit === '') return 'points';
  return unit === '%' ? 'percentage points' : unit;
}
/** `accuracy (%)`, `BLEU`. */
export function withUnit({ label, unit }) {
  return unit ? `${label} (${unit})` : label;
}
/** Whether a mechanism stands outside the paper's comparison. */
export function isBaseline({ baselines }, mechanism) {
  return baselines?.includes(mechanism) ?? false;
}
/**
 * Refuses records of another experiment or preset.
 *
 * @throws Error naming the file
 */
export function checkRecords(table) {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(table.name)) {
    throw new Error(
      `report: a table's name names files, expected words-and-dashes, got ${JSON.stringify(table.name)}`,
    );
  }
  for (const [file, { experiment, preset }] of table.records) {
    if (experiment !== table.name || preset !== table.preset.name) {
      throw new Error(
        `report of ${table.name}, preset ${table.preset.name}: ${file} is a run of ${experiment}, preset ${preset}; ` +
          `presets and experiments are never mixed in a table`,
      );
    }
  }
}
/** `super` → `Super`, `super-per-head` → `Super per head`. */
export function mechanismLabel(mechanism) {
  return capitalised(mechanism.replaceAll('-', ' '));
}
