import { array, assert, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BleuCounts, type BleuScore, bleu, bleuCounts, bleuOfCounts } from '../src/index.js';
import { fixture, manifest } from './support.js';

const SENTENCE = 'El gato se sentó en la alfombra.';

function expectSame(actual: BleuScore, expected: BleuScore) {
  expect(actual.score).toBeCloseTo(expected.score, 9);
  expect(actual.brevityPenalty).toBeCloseTo(expected.brevityPenalty, 9);
  expect(actual.precisions).toHaveLength(4);
  for (const [at, precision] of expected.precisions.entries()) {
    expect(actual.precisions[at]).toBeCloseTo(precision, 9);
  }
  const { hypothesisLength, referenceLength, counts, totals } = expected;
  expect(actual).toMatchObject({ hypothesisLength, referenceLength, counts, totals });
  expect(actual.signature).toBe(
    expected.signature.replace(
      `version:${fixture.sacrebleu}`,
      `version:${manifest.name}@${manifest.version}`,
    ),
  );
}

describe.each(fixture.corpora)('of $name', ({ hypotheses, references, ...expected }) => {
  it('equals sacreBLEU', () => {
    expectSame(bleu({ hypotheses, references }), expected.scores);
  });

  it('equals sacreBLEU when lower-cased', () => {
    expectSame(bleu({ hypotheses, references, lowercase: true }), expected.lowercase);
  });

  it('equals sacreBLEU with the effective order', () => {
    expectSame(bleu({ hypotheses, references, effectiveOrder: true }), expected.effectiveOrder);
  });

  it('equals sacreBLEU sentence by sentence', () => {
    for (const [at, hypothesis] of hypotheses.entries()) {
      const sentence = { hypotheses: [hypothesis], references: references.slice(at, at + 1) };
      expect(bleu({ ...sentence, effectiveOrder: true }).score).toBeCloseTo(
        expected.sentences[at] ?? Number.NaN,
        9,
      );
    }
  });
});

/** The sums of what is counted of some sentences. */
function summed(sentences: readonly BleuCounts[]): BleuCounts {
  const lists = (name: 'counts' | 'totals') =>
    [0, 1, 2, 3].map((order) => sentences.reduce((sum, each) => sum + (each[name][order] as number), 0));
  const lengths = (name: 'hypothesisLength' | 'referenceLength') =>
    sentences.reduce((sum, each) => sum + each[name], 0);
  return {
    counts: lists('counts'),
    totals: lists('totals'),
    hypothesisLength: lengths('hypothesisLength'),
    referenceLength: lengths('referenceLength'),
  };
}

describe.each(fixture.corpora)('what is counted of $name', ({ hypotheses, references }) => {
  it('adds up to the BLEU of any choice of the sentences', () => {
    const counted = bleuCounts({ hypotheses, references });
    const at = (index: number) => (index * index + 3) % hypotheses.length;
    const drawn = hypotheses.map((_, index) => at(index));
    const { score, precisions, brevityPenalty } = bleu({
      hypotheses: drawn.map((index) => hypotheses[index] as string),
      references: drawn.map((index) => references[index] as readonly string[]),
    });
    expect(bleuOfCounts(summed(drawn.map((index) => counted[index] as BleuCounts)))).toEqual({
      score,
      precisions,
      brevityPenalty,
    });
  });
});

it('takes a string for a list of one reference', () => {
  const hypotheses = ['El gato duerme en casa.', 'Hola, Tom.'];
  const references = ['El gato duerme aquí, en casa.', 'Hola Tom.'];
  expect(bleu({ hypotheses, references })).toEqual(
    bleu({ hypotheses, references: references.map((reference) => [reference]) }),
  );
});

describe('between output and references of different treatment', () => {
  const references = [SENTENCE];

  it('is below 100 for lower-cased output, unless both are lower-cased, and the signature tells', () => {
    const hypotheses = [SENTENCE.toLowerCase()];
    const mixed = bleu({ hypotheses, references });
    const lowercase = bleu({ hypotheses, references, lowercase: true });
    expect(mixed.score).toBeLessThan(90);
    expect(mixed.signature).toContain('|case:mixed|');
    expect(lowercase.score).toBeCloseTo(100, 9);
    expect(lowercase.signature).toContain('|case:lc|');
  });

  it('punishes an unknown word as any wrong one, if it has no brackets', () => {
    const score = (hypothesis: string) => bleu({ hypotheses: [hypothesis], references: ['x a b c d'] }).score;
    expect(score('UNK a b c d')).toBe(score('y a b c d'));
    expect(score('UNK a b c d')).toBeCloseTo(66.87, 2);
    expect(score('[UNK] a b c d')).toBeCloseTo(41.11, 2);
  });

  it('counts [start], [end] and [UNK] as three wrong tokens each', () => {
    const { hypothesisLength, counts } = bleu({
      hypotheses: ['[start] Hola [UNK] [end]'],
      references: ['Hola Tom'],
    });
    expect(hypothesisLength).toBe(10);
    expect(counts).toEqual([1, 0, 0, 0]);
  });
});

describe('refuses', () => {
  it('an empty corpus', () => {
    expect(() => bleu({ hypotheses: [], references: [] })).toThrow(
      new RangeError('bleu: expected at least one hypothesis, got none'),
    );
  });

  it.each([
    { hypotheses: ['a', 'b', 'c'], references: [['a', 'b', 'c']] },
    { hypotheses: ['a'], references: ['a', 'b'] },
    { hypotheses: ['a'], references: [] },
  ])('$hypotheses with references $references', ({ hypotheses, references }) => {
    expect(() => bleu({ hypotheses, references })).toThrow(
      new RangeError(
        `bleu: expected references for each of ${hypotheses.length} hypotheses, got ${references.length}; ` +
          'give one entry a hypothesis, a list where it has several references',
      ),
    );
  });

  it('a hypothesis without a reference', () => {
    expect(() => bleu({ hypotheses: ['a', 'b'], references: ['a', []] })).toThrow(
      new RangeError('bleu: references[1]: expected at least one reference, got none'),
    );
  });

  it('what is not a string', () => {
    const missing = undefined as unknown as string;
    expect(() => bleu({ hypotheses: ['a', missing], references: ['a', 'b'] })).toThrow(
      new TypeError('bleu: hypotheses[1]: expected a string, got undefined'),
    );
    expect(() => bleu({ hypotheses: ['a'], references: [['a', missing]] })).toThrow(
      new TypeError('bleu: references[0]: expected a string, got undefined'),
    );
  });
});

describe('of any sentences', () => {
  const sentence = array(constantFrom('el', 'gato', 'duerme', 'en', '¿casa?', '1,5', 'Tom.', '😀'), {
    maxLength: 12,
  }).map((words) => words.join(' '));
  const pairs = array(tuple(sentence, array(sentence, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 6,
  });
  const scoreOf = (corpus: readonly (readonly [string, string[]])[]) =>
    bleu({
      hypotheses: corpus.map(([hypothesis]) => hypothesis),
      references: corpus.map(([, references]) => references),
    });

  it('is from 0 to 100', () => {
    assert(
      property(pairs, (corpus) => {
        const { score, brevityPenalty, precisions } = scoreOf(corpus);
        for (const value of [score, 100 * brevityPenalty, ...precisions]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
      { seed: 1 },
    );
  });

  it('does not depend on the order of sentences or of references', () => {
    assert(
      property(pairs, (corpus) => {
        const reversed = corpus
          .map(([hypothesis, references]) => [hypothesis, references.toReversed()] as const)
          .reverse();
        expect(scoreOf(reversed)).toEqual(scoreOf(corpus));
      }),
      { seed: 2 },
    );
  });

  it('is 100 for a sentence of four tokens or more against references with itself among them', () => {
    assert(
      property(sentence, array(sentence, { maxLength: 2 }), (words, others) => {
        const hypothesis = `${words} uno dos tres cuatro`;
        expect(scoreOf([[hypothesis, [...others, hypothesis]]]).score).toBeCloseTo(100, 9);
      }),
      { seed: 3 },
    );
  });
});

it('takes a line of 100,000 words', () => {
  const line = Array.from({ length: 100_000 }, (_, at) => `palabra${(at * at) % 9973}`).join(' ');
  const { score, totals } = bleu({ hypotheses: [line], references: [line] });
  expect(score).toBeCloseTo(100, 9);
  expect(totals).toEqual([100_000, 99_999, 99_998, 99_997]);
});
