import { capitalised, counted, listed } from '../format.js';
import { PAPER_DATASETS, VERDICTS } from './model.js';
/** `Supported: training time of Optimised and Efficient. Contradicted: training time of Super.` */
export function byVerdict(parts) {
  const sentences = VERDICTS.flatMap((verdict) => {
    const having = parts.filter((part) => part.verdict === verdict);
    const measures = [...new Set(having.map(({ measure }) => measure))].map((measure) => {
      const names = listed(having.filter((part) => part.measure === measure).map(({ name }) => name));
      return measure === undefined ? names : `${measure} of ${names}`;
    });
    return having.length > 0 ? [`${capitalised(verdict)}: ${measures.join('; ')}.`] : [];
  });
  return sentences.join(' ');
}
/** A claim on all data sets together. */
export function overall(tables, closing = '') {
  const parts = tables.map(({ dataset, verdict }) => ({ name: dataset, verdict }));
  const datasets = counted(Object.keys(PAPER_DATASETS).length, 'data set');
  const measured = `${tables.length} of the paper’s ${datasets} ${tables.length === 1 ? 'has' : 'have'} runs.`;
  const sentence = [byVerdict(parts), closing, measured].filter(Boolean).join(' ');
  const sample = tables.find((table) => table.sample);
  return sample ? ofSample(sample.preset, sentence) : sentence;
}
/** The sentence, marked as one about a sample where the table's runs used one. */
export function qualified(table, sentence) {
  return isSample(table) ? ofSample(table.preset.name, sentence) : sentence;
}
/** Whether any run used an embedded sample instead of the data set. */
export function isSample({ records }) {
  return [...records.values()].some(({ data }) => data.source === 'embedded sample');
}
function ofSample(preset, sentence) {
  return `Sample (preset ${preset}, no verdict on the paper): ${sentence}`;
}
