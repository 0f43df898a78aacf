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

/** English sentences as a model reads them: example after example, `length` tokens each. */
interface TokenRows {
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly length: number;
}

/** What to say of sentences as tokens: how many of the test part a model can't tell from a training one. */
export function tokenRemarks({ train, test, length }: TokenRows): string[] {
  const known = new Set(keysOf(train, length));
  const equal = keysOf(test, length).filter((key) => known.has(key)).length;
  return equal > 0
    ? [
        `Test pairs whose English sentence, cut to ${counted(length, 'token')} and with its unknown words alike, is a training pair's: ${counted(equal)}.`,
      ]
    : [];
}

function keysOf(tokens: Int32Array, length: number): string[] {
  return Array.from({ length: tokens.length / length }, (_, row) =>
    tokens.subarray(row * length, (row + 1) * length).join(),
  );
}
