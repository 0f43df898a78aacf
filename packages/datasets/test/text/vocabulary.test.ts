import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { padSequence, wordCounter } from '../../src/text/vocabulary.js';
import { splitWords } from '../../src/text/words.js';

interface Fixture {
  readonly odd: {
    texts: string[];
    trainingTexts: number;
    vocabularySize: number;
    length: number;
    ranked: string[];
    train: number[][];
    test: number[][];
  };
  readonly rare: {
    train: string[];
    test: string[];
    vocabularySize: number;
    length: number;
    published: number[][];
    fitted: number[][];
    withToken: number[][];
  };
  readonly padding: { ids: number[]; length: number; row: number[] }[];
}

const fixture = readFileSync(new URL('../fixtures/keras-imdb.json', import.meta.url), 'utf8');
const { odd, rare, padding }: Fixture = JSON.parse(fixture);

describe('a vocabulary', () => {
  const counter = wordCounter();
  const counted = odd.texts
    .slice(0, odd.trainingTexts)
    .map((text) => counter.count(splitWords(text, 'word')));
  const { vocabulary, ids } = counter.rank(odd.vocabularySize);
  const row = (indices: number[]) => [
    ...padSequence([1, ...indices.map((index) => ids[index] as number)], odd.length),
  ];

  it('ranks words by frequency, then by first appearance, after four reserved ids', () => {
    expect(vocabulary.words.slice(4)).toEqual(odd.ranked);
    expect(vocabulary.words).toHaveLength(odd.vocabularySize);
    expect(vocabulary.size).toBe(odd.vocabularySize);
  });

  it('gives the training rows of Keras', () => {
    expect(counted.map(row)).toEqual(odd.train);
  });

  it('gives the test rows of Keras, where words that were never counted are left out', () => {
    const found = odd.texts.map((text) => counter.findLast(splitWords(text, 'word'), odd.length));
    expect(found.map(row)).toEqual(odd.test);
  });

  it('is shorter than asked for where the text has fewer words', () => {
    const small = wordCounter();
    small.count(['b', 'a', 'b']);
    const { vocabulary, ids } = small.rank(20_000);
    expect(vocabulary).toEqual({
      size: 20_000,
      words: ['[padding]', '[start]', '[out of vocabulary]', '[unused]', 'b', 'a'],
    });
    expect([...ids]).toEqual([4, 5]);
  });

  it('counts words that are names of object members', () => {
    const small = wordCounter();
    expect(small.count(['constructor', '__proto__', 'constructor'])).toEqual([0, 1, 0]);
    expect(small.findLast(['toString', '__proto__'], 9)).toEqual([1]);
  });

  it('finds the last of the words that it counted', () => {
    const small = wordCounter();
    small.count(['a', 'b', 'c']);
    expect(small.findLast(['c', 'b', 'x', 'a', 'x'], 2)).toEqual([1, 0]);
  });
});

describe('words that the vocabulary lacks', () => {
  const counter = wordCounter();
  for (const text of rare.train) counter.count(splitWords(text, 'word'));
  const { ids } = counter.rank(rare.vocabularySize);
  const words = rare.test.map((text) => splitWords(text, 'word'));
  const encoded = words.map((each) =>
    counter.findLast(each, rare.length).map((index) => ids[index] as number),
  );

  it('are 2 where a training text has them, and left out where none has, as with the word index that Keras publishes', () => {
    expect(encoded.map((row) => [...padSequence([1, ...row], rare.length)])).toEqual(rare.published);
    expect(encoded.flat()).toContain(2);
    expect(encoded.flat().length).toBeLessThan(words.flat().length);
  });

  it('are left out either way by a Tokenizer that is fitted without a token for them', () => {
    expect(encoded.map((row) => row.filter((id) => id !== 2).map((id) => id - 3))).toEqual(rare.fitted);
  });

  it('are marked either way by a Tokenizer that is fitted with one', () => {
    expect(rare.withToken.map((row) => row.length)).toEqual(words.map((row) => row.length));
    const known = rare.withToken.map((row) => row.filter((id) => id !== 1).map((id) => id - 1));
    expect(known).toEqual(rare.fitted);
  });
});

describe('padding', () => {
  it.each(padding)('makes the row of Keras for $ids at length $length', ({ ids, length, row }) => {
    expect([...padSequence(ids, length)]).toEqual(row);
  });
});
