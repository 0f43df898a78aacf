import { type MetricName, RECORDED_METRICS, type RecordedMetric } from '@better-attention/records';

/** A metric of the records and how a table shows it. */
export interface MetricColumn extends Pick<RecordedMetric, 'better' | 'parts'> {
  /** Its name in the records: `accuracy`. */
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  /** Shown value = recorded value × scale. */
  readonly scale: number;
  /** Decimals in the rendered table; CSV keeps all. */
  readonly digits: number;
}

function column(
  metric: MetricName,
  shown: Pick<MetricColumn, 'label' | 'unit' | 'scale' | 'digits'>,
): MetricColumn {
  const { better, parts } = RECORDED_METRICS[metric];
  return { metric, ...shown, better, parts };
}

const PERCENT = { unit: '%', scale: 100, digits: 2 };

/** Cross-entropy in nats. */
export const LOSS = column('loss', { label: 'loss', unit: 'nats', scale: 1, digits: 4 });

/** Accuracy, shown in percent. */
export const ACCURACY = column('accuracy', { label: 'accuracy', ...PERCENT });

/** Accuracy among the five likeliest classes, shown in percent. */
export const TOP5_ACCURACY = column('top5Accuracy', { label: 'top-5 accuracy', ...PERCENT });

/** Corpus BLEU, of the test part alone. */
export const BLEU = column('bleu', { label: 'BLEU', unit: '', scale: 1, digits: 2 });

/** Every metric that tables know, in the order of a table's columns. */
export const METRICS: readonly MetricColumn[] = [LOSS, ACCURACY, TOP5_ACCURACY, BLEU];

/** The best that a metric can be where more is better, in its shown unit. */
export function ceilingOf({ metric, scale }: MetricColumn): number {
  const known: Readonly<Record<string, RecordedMetric>> = RECORDED_METRICS;
  return (known[metric]?.most ?? Infinity) * scale;
}

/** 1 where more of a metric is better, −1 where less is. */
export function betterSign({ better }: Pick<MetricColumn, 'better'>): 1 | -1 {
  return better === 'higher' ? 1 : -1;
}

/** The unit of a difference: percentages differ by percentage points. */
export function differenceUnit({ unit }: MetricColumn): string {
  if (unit === '') return 'points';
  return unit === '%' ? 'percentage points' : unit;
}

/** `accuracy (%)`, `BLEU`. */
export function withUnit({ label, unit }: Pick<MetricColumn, 'label' | 'unit'>): string {
  return unit ? `${label} (${unit})` : label;
}
