import { type BleuCounts, bleu, bleuCounts, bleuOfCounts, summedCounts } from '@better-attention/bleu';
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
    const drawn = sentences.map(() => sentences[random.integer(sentences.length)] as BleuCounts);
    return bleuOfCounts(summedCounts(drawn)).score;
  });
}
