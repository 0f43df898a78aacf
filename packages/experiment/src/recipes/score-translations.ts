import { bleu } from '@better-attention/bleu';
import { UNKNOWN_WORD } from '@better-attention/datasets';
import type { BleuScoring } from '@better-attention/records';

/** Sentences of a test, each list in the same order. */
export interface TranslatedSentences {
  /** What the model says. */
  readonly outputs: readonly string[];
  /** What it was taught to say: the references cut to its length, with unknown words. */
  readonly taught: readonly string[];
  /** Whole, standardised as the model's targets are. */
  readonly references: readonly string[];
}

/** BLEU of what a model says, and how it was scored. */
export function scoreTranslations({ outputs, taught, references }: TranslatedSentences): {
  readonly bleu: number;
  readonly scoring: BleuScoring;
} {
  const { score, brevityPenalty, signature } = bleu({ hypotheses: outputs, references });
  return {
    bleu: score,
    scoring: {
      signature,
      unknownWord: UNKNOWN_WORD,
      sentences: references.length,
      brevityPenalty,
      ceiling: bleu({ hypotheses: taught, references }).score,
    },
  };
}
