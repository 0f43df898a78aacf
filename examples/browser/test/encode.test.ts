import { describe, expect, it } from 'vitest';
import { textEncoder } from '../src/encode.js';
import { CLASSIFIER } from '../src/settings.js';

const encode = textEncoder(['[padding]', '[start]', '[out of vocabulary]', '[unused]', 'good', 'film', 'a']);
const tokensOf = (text: string) => [...encode(text).tokens];

describe('a typed review', () => {
  it('becomes ids, repeated so that it ends with its last word', () => {
    expect(CLASSIFIER.length).toBe(64);
    expect(tokensOf('A good film!')).toEqual([5, ...Array(21).fill([6, 4, 5]).flat()]);
    expect(tokensOf('good')).toEqual(Array(64).fill(4));
  });

  it('keeps its last words where it is longer', () => {
    expect(tokensOf(`${'film '.repeat(64)}a`)).toEqual([...Array(63).fill(5), 6]);
  });

  it('has one id for all unknown words, and names them', () => {
    const { tokens, words, unknown } = encode('Dire, dire film');
    expect([...tokens.slice(-3)]).toEqual([2, 2, 5]);
    expect({ words, unknown }).toEqual({ words: 3, unknown: ['dire'] });
  });

  it('may be empty', () => {
    expect(encode(' … '.replace('…', '')).words).toBe(0);
  });
});
