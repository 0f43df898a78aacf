import { z } from 'zod';

/** A part of the data. */
export type Part = 'train' | 'validation' | 'test';

/** What the numbers of a metric may be, which of them are better, and of which parts they are recorded. */
export interface RecordedMetric {
  readonly least: number;
  readonly most: number;
  readonly better: 'higher' | 'lower';
  readonly parts: readonly Part[];
}

const EVERY_PART: readonly Part[] = ['train', 'validation', 'test'];
const SHARE = { least: 0, most: 1, better: 'higher', parts: EVERY_PART } as const;

/** The metrics that tables know, by name; a model may record others. */
export const RECORDED_METRICS = {
  /** Cross-entropy in nats. */
  loss: { least: 0, most: Number.POSITIVE_INFINITY, better: 'lower', parts: EVERY_PART },
  accuracy: SHARE,
  /** Among the five likeliest classes. */
  top5Accuracy: SHARE,
  /** Of the whole part, not a mean over examples. */
  bleu: { least: 0, most: 100, better: 'higher', parts: ['test'] },
} as const satisfies Readonly<Record<string, RecordedMetric>>;

/** The name of a metric that tables know. */
export type MetricName = keyof typeof RECORDED_METRICS;

/** The names of the metrics that tables know. */
export const METRIC_NAMES = Object.keys(RECORDED_METRICS) as readonly MetricName[];

/** What is known of a metric; nothing of a model's own. */
export function recordedMetric(name: string): RecordedMetric | undefined {
  return Object.hasOwn(RECORDED_METRICS, name) ? RECORDED_METRICS[name as MetricName] : undefined;
}

/** How far, relative to its end, a range may be left by the rounding of a mean. */
export const ROUNDING = 1e-6;

/** Means over the examples of one part of the data, by metric: `loss` in nats, `accuracy` from 0 to 1, … */
export const metrics = z.record(z.string(), z.number()).superRefine((values, context) => {
  for (const [name, value] of Object.entries(values)) {
    const { least, most } = recordedMetric(name) ?? {};
    if (least === undefined || most === undefined) continue;
    if (value >= least && value <= most * (1 + ROUNDING)) continue;
    const range = Number.isFinite(most) ? `from ${least} to ${most}` : `from ${least} on`;
    context.addIssue({ code: 'custom', path: [name], message: `expected a number ${range}, got ${value}` });
  }
});
