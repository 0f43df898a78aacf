import type { AttentionMaps, RunRecord } from '@better-attention/records';
import { capitalised } from './format.js';
import type { Paper } from './paper.js';

/** A part of the data. */
export type Part = 'train' | 'validation' | 'test';

/** A metric of the records and how a table shows it. */
export interface MetricColumn {
  /** Its name in the records: `accuracy`. */
  metric: string;
  label: string;
  unit: string;
  /** Shown value = recorded value × scale. */
  scale: number;
  /** Decimals in the rendered table; CSV keeps all. */
  digits: number;
  better: 'higher' | 'lower';
  parts: readonly Part[];
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

/** One table to report: its runs and how to show them. */
export interface ReportTable {
  /** Names files and anchors: `imdb`. */
  name: string;
  title: string;
  preset: { name: string; because?: string };
  /** In the order of the columns. */
  metrics: readonly MetricColumn[];
  /** The metric that figures and sentences are about. */
  headline: string;
  /** How far from Standard the headline may lie and still count as similar, in its shown unit; 1 unless told. */
  equivalenceMargin?: number;
  /** In the order of the rows. */
  mechanisms: readonly string[];
  /** Mechanisms that the paper doesn't compare: a block of rows of their own, outside ranks, bold and claims. */
  baselines?: readonly string[];
  /** Heads of the table's main rows; rows of other heads are an ablation. */
  heads: number;
  /** By file name. */
  records: ReadonlyMap<string, RunRecord>;
  /** The folder of those files, for links. */
  recordsFolder: string;
  /** Attention weights of test examples, by the file name of the run's record. */
  attention?: ReadonlyMap<string, AttentionMaps>;
  /** Records that the table leaves out, by file name, each with its reason. */
  unusable?: ReadonlyMap<string, string>;
  /** What else a reader must know about these runs, a sentence each. */
  remarks?: readonly string[];
  paper?: Paper;
  /** How this preset differs from the paper, a line each. */
  deviations: readonly string[];
}

/**
 * The headline's column.
 *
 * @throws Error when the table has no such metric or its test part isn't shown
 */
export function headlineOf(table: ReportTable): MetricColumn {
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
export function differenceUnit({ unit }: MetricColumn): string {
  if (unit === '') return 'points';
  return unit === '%' ? 'percentage points' : unit;
}

/** `accuracy (%)`, `BLEU`. */
export function withUnit({ label, unit }: Pick<MetricColumn, 'label' | 'unit'>): string {
  return unit ? `${label} (${unit})` : label;
}

/** Whether a mechanism stands outside the paper's comparison. */
export function isBaseline({ baselines }: ReportTable, mechanism: string): boolean {
  return baselines?.includes(mechanism) ?? false;
}

/**
 * Refuses records of another experiment or preset.
 *
 * @throws Error naming the file
 */
export function checkRecords(table: ReportTable): void {
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
export function mechanismLabel(mechanism: string): string {
  return capitalised(mechanism.replaceAll('-', ' '));
}
