/** A part of the data. */
export type Part = 'train' | 'validation' | 'test';

/** A metric of the records and how a table shows it. */
export interface MetricColumn {
  /** Its name in the records: `accuracy`. */
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  /** Shown value = recorded value × scale. */
  readonly scale: number;
  /** Decimals in the rendered table; CSV keeps all. */
  readonly digits: number;
  readonly better: 'higher' | 'lower';
  readonly parts: readonly Part[];
}

/** Cross-entropy in nats. */
export const LOSS: MetricColumn = {
  metric: 'loss',
  label: 'loss',
  unit: 'nats',
  scale: 1,
  digits: 4,
  better: 'lower',
  parts: ['train', 'validation', 'test'],
};

/** Accuracy, recorded from 0 to 1, shown in percent. */
export const ACCURACY: MetricColumn = {
  metric: 'accuracy',
  label: 'accuracy',
  unit: '%',
  scale: 100,
  digits: 2,
  better: 'higher',
  parts: ['train', 'validation', 'test'],
};

/** Accuracy among the five likeliest classes, recorded from 0 to 1, shown in percent. */
export const TOP5_ACCURACY: MetricColumn = { ...ACCURACY, metric: 'top5Accuracy', label: 'top-5 accuracy' };

/** Corpus BLEU from 0 to 100, of the test part alone. */
export const BLEU: MetricColumn = {
  metric: 'bleu',
  label: 'BLEU',
  unit: '',
  scale: 1,
  digits: 2,
  better: 'higher',
  parts: ['test'],
};

/** Every metric that records may hold, in the order of a table's columns. */
export const METRICS: readonly MetricColumn[] = [LOSS, ACCURACY, TOP5_ACCURACY, BLEU];

/** The unit of a difference: percentages differ by percentage points. */
export function differenceUnit({ unit }: MetricColumn): string {
  if (unit === '') return 'points';
  return unit === '%' ? 'percentage points' : unit;
}

/** `accuracy (%)`, `BLEU`. */
export function withUnit({ label, unit }: Pick<MetricColumn, 'label' | 'unit'>): string {
  return unit ? `${label} (${unit})` : label;
}
