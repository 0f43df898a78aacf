import { counted } from '../../messages/counted.js';
import { CORPORA, type CorpusPair, type PairParts } from './pair-parts.js';

/** What to say of sentence pairs: the share of each corpus, what is left out, what repeats. */
export function pairRemarks(
  parts: PairParts,
  used: PairParts,
  skipped: Record<CorpusPair['corpus'], number>,
): string[] {
  const labels = [...parts.train.labels, ...parts.test.labels];
  const shares = CORPORA.map((corpus, label) => {
    const count = labels.filter((each) => each === label).length;
    return `${counted(count)} of ${corpus} (${((100 * count) / labels.length).toFixed(1)} %)`;
  });
  const remarks = [`Sentence pairs: ${shares.join(', ')}.`];
  for (const corpus of CORPORA) {
    if (skipped[corpus] > 0) remarks.push(`Skipped lines of ${corpus}: ${counted(skipped[corpus])}.`);
  }
  for (const part of ['train', 'test'] as const) {
    const [some, all] = [used[part].labels.length, parts[part].labels.length];
    if (some !== all)
      remarks.push(`Of the ${part} part, ${counted(some)} of ${counted(all, 'pair')} are used.`);
  }
  const repeated = used.train.english.length - new Set(used.train.english).size;
  if (repeated > 0) {
    remarks.push(
      `Training pairs whose English sentence another has too: ${counted(repeated)}; a split keeps equal ones on one side.`,
    );
  }
  const known = new Set(used.train.spanish);
  const shared = used.test.spanish.filter((key) => known.has(key)).length;
  if (shared > 0) {
    remarks.push(
      `Test pairs whose Spanish sentence, to another English one, is in training too: ${counted(shared)}.`,
    );
  }
  return remarks;
}
