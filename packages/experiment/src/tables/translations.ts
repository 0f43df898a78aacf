import { type BleuCounts, bleu, bleuCounts, bleuOfCounts } from '@better-attention/bleu';
import { randomStream } from '@better-attention/random';
import type { CompleteRun, TranslationFiles } from '@better-attention/records';
import type { ResampledMetric } from '@better-attention/reporting';
import { readAttachment } from './recorded.js';

/** How often the sentences are drawn anew. */
const RESAMPLES = 1000;
/** How far a score may be from the recorded one. */
const ROUNDING = 1e-9;

type Translated = Pick<CompleteRun, 'test'> & { readonly translations: TranslationFiles };

/**
 * BLEU of a run's recorded translations, on the sentences and on draws of as many with replacement; all runs of as many
 * sentences have the same draws. Or what is wrong with a file that the record names, or with the score.
 */
export async function readTranslations(
  folder: string,
  record: string,
  { test, translations }: Translated,
): Promise<{ readonly resampled?: ResampledMetric; readonly problems: ReadonlyMap<string, string> }> {
  const problems = new Map<string, string>();
  const linesOf = async (part: 'references' | 'hypotheses'): Promise<readonly string[]> => {
    const { content = '', problem } = await readAttachment(folder, record, translations[part]);
    const lines = content.split('\n').slice(0, -1);
    const expected = translations.sentences;
    if (problem !== undefined) problems.set(translations[part].file, problem);
    else if (lines.length !== expected) {
      problems.set(translations[part].file, `${lines.length} lines, though ${record} says ${expected}`);
    }
    return lines;
  };
  const [references, hypotheses] = [await linesOf('references'), await linesOf('hypotheses')];
  if (problems.size > 0) return { problems };
  const { score, signature } = bleu({ hypotheses, references });
  if (!(Math.abs(score - (test.bleu ?? Number.NaN)) <= ROUNDING)) {
    const said = `its BLEU is ${score}, though ${record} says ${test.bleu}`;
    return { problems: new Map([[translations.hypotheses.file, said]]) };
  }
  const resamples = resampledScores(bleuCounts({ hypotheses, references }));
  return {
    resampled: { metric: 'bleu', examples: hypotheses.length, resamples, method: signature },
    problems,
  };
}

function resampledScores(sentences: readonly BleuCounts[]): number[] {
  const random = randomStream(0, 'test set', sentences.length);
  return Array.from({ length: RESAMPLES }, () => {
    const sums = { counts: [0, 0, 0, 0], totals: [0, 0, 0, 0], hypothesisLength: 0, referenceLength: 0 };
    for (let draw = 0; draw < sentences.length; draw++) {
      const drawn = sentences[random.integer(sentences.length)] as BleuCounts;
      for (let order = 0; order < 4; order++) {
        sums.counts[order] = (sums.counts[order] as number) + (drawn.counts[order] as number);
        sums.totals[order] = (sums.totals[order] as number) + (drawn.totals[order] as number);
      }
      sums.hypothesisLength += drawn.hypothesisLength;
      sums.referenceLength += drawn.referenceLength;
    }
    return bleuOfCounts(sums).score;
  });
}
