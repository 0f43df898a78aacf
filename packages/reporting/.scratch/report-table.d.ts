import type { AttentionMaps, RunRecord } from '@better-attention/records';
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
export declare const LOSS: MetricColumn;
/** Accuracy, recorded from 0 to 1, shown in percent. */
export declare const ACCURACY: MetricColumn;
/** Accuracy among the five likeliest classes, recorded from 0 to 1, shown in percent. */
export declare const TOP5_ACCURACY: MetricColumn;
/** Corpus BLEU from 0 to 100, of the test part alone. */
export declare const BLEU: MetricColumn;
/** Every metric that records may hold, in the order of a table's columns. */
export declare const METRICS: readonly MetricColumn[];
/** One table to report: its runs and how to show them. */
export interface ReportTable {
  /** Names files and anchors: `imdb`. */
  name: string;
  title: string;
  preset: {
    name: string;
    because?: string;
  };
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
export declare function headlineOf(table: ReportTable): MetricColumn;
/** The unit of a difference: percentages differ by percentage points. */
export declare function differenceUnit({ unit }: MetricColumn): string;
/** `accuracy (%)`, `BLEU`. */
export declare function withUnit({ label, unit }: Pick<MetricColumn, 'label' | 'unit'>): string;
/** Whether a mechanism stands outside the paper's comparison. */
export declare function isBaseline({ baselines }: ReportTable, mechanism: string): boolean;
/**
 * Refuses records of another experiment or preset.
 *
 * @throws Error naming the file
 */
export declare function checkRecords(table: ReportTable): void;
/** `super` → `Super`, `super-per-head` → `Super per head`. */
export declare function mechanismLabel(mechanism: string): string;
