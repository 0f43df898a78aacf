import { papersDatasetName } from '../input/dataset-text.js';
import type { TrainingTableInput } from '../input/tables.js';
import { capitalised, counted, listed } from '../text/format.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { VERDICTS, type Verdict, type Word } from '../verdicts/finding.js';
import type { Claim } from './claim.js';

/** Something that has a verdict, by the name that a sentence gives it. */
export interface Part {
  readonly name: string;
  /** What was measured of it; parts of one measure stand together. */
  readonly measure?: string;
  readonly verdict: Verdict;
  /** What is shown of it. */
  readonly word?: Word | undefined;
}

/** `Supported: training time of Optimised and Efficient. Contradicted: training time of Super.` */
export function byVerdict(parts: readonly Part[]): string {
  const sentences = VERDICTS.flatMap((verdict) => {
    const having = parts.filter((part) => part.verdict === verdict);
    const measures = [...new Set(having.map(({ measure }) => measure))].map((measure) => {
      const names = listed(having.filter((part) => part.measure === measure).map(nameOf));
      return measure === undefined ? names : `${measure} of ${names}`;
    });
    return having.length > 0 ? [`${capitalised(verdict)}: ${measures.join('; ')}.`] : [];
  });
  return sentences.join(' ');
}

/** `Optimised`, `Super (behind)`: with what is shown where the verdict doesn't say it. */
function nameOf({ name, verdict, word }: Part): string {
  const isShown = word === 'ahead' || word === 'as good as' || word === 'behind';
  return isShown && verdict !== 'supported' ? `${name} (${word})` : name;
}

/** The data sets and kinds of single layers that have a verdict on a claim. */
export function judgedParts({ tables, layers }: Pick<Claim, 'tables' | 'layers'>): Part[] {
  return [
    ...tables.map(({ dataset, verdict }) => ({ name: dataset, verdict })),
    ...layers.flatMap(({ label, verdict }) => (verdict ? [{ name: label, verdict }] : [])),
  ];
}

/** A claim on all data sets and whatever else it is about, by its parts. */
export function overall({ tables }: Pick<Claim, 'tables'>, parts: readonly Part[], closing = ''): string {
  const datasets = counted(Object.keys(PAPER_DATASETS).length, 'data set');
  const recorded = tables.filter(({ records }) => records.length > 0);
  const measured = `${recorded.length} of the paper’s ${datasets} ${recorded.length === 1 ? 'has' : 'have'} runs.`;
  const missing = withoutTable(recorded);
  const none = tables.length > 0 && missing.length > 0 ? `No runs: ${listed(missing)}.` : '';
  const sentence = [byVerdict(parts), closing, measured, none].filter(Boolean).join(' ');
  const sample = tables.find((table) => table.sample);
  return sample ? ofSample(sample.preset, sentence) : sentence;
}

/** The paper's data sets that none of these tables stands for. */
export function withoutTable(tables: Claim['tables']): string[] {
  const measured = tables.map(({ table }) => table);
  return Object.keys(PAPER_DATASETS)
    .filter((table) => !measured.includes(table))
    .map(papersDatasetName);
}

/** The sentence, marked as one about a sample where the table's runs used one. */
export function qualified(table: TrainingTableInput, sentence: string): string {
  return isSample(table) ? ofSample(table.preset.name, sentence) : sentence;
}

/** Whether any run used an embedded sample instead of the data set. */
export function isSample({ records }: TrainingTableInput): boolean {
  return [...records.values()].some(({ data }) => data.source === 'embedded sample');
}

function ofSample(preset: string, sentence: string): string {
  return `Sample (preset ${preset}, no verdict on the paper): ${sentence}`;
}
