import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../src/text/standardise.js';
import { tokenCounter } from '../../src/text/token-counter.js';

interface Vectorised {
  readonly vocabulary: string[];
  readonly tokens: string[][];
  readonly rows: number[][];
}

const fixture = readFileSync(new URL('../fixtures/keras-translation.json', import.meta.url), 'utf8');
const { texts, odd }: { texts: string[]; odd: Record<'english' | 'spanish', Vectorised> } =
  JSON.parse(fixture);

describe.each(['english', 'spanish'] as const)('%s tokens', (language) => {
  it.each(texts.map((text, index) => [text, odd[language].tokens[index]] as const))(
    'of %j are those of Keras',
    (text, tokens) => {
      expect(tokensOf(text, language, 'keras')).toEqual(tokens);
    },
  );

  it('have the vocabulary and the ids of Keras', () => {
    const counter = tokenCounter();
    const counted = texts.map((text, index) => {
      return counter.indices(tokensOf(text, language, 'keras'), index < texts.length - 1).slice(0, 8);
    });
    const { vocabulary, ids } = counter.rank(40);
    expect(vocabulary.words).toEqual(odd[language].vocabulary);
    const rows = counted.map((indices) => [
      ...indices.map((index) => ids[index]),
      ...Array(8 - indices.length).fill(0),
    ]);
    expect(rows).toEqual(odd[language].rows);
  });
});

describe('Unicode tokens', () => {
  it('are lower-cased, stripped and separated in all scripts', () => {
    const text = '[start] ¿Él—dijo «ÑANDÚ»…\u00a0e\u0301xito\u3000ЯЯ £5?¡ [end]';
    expect(tokensOf(text, 'spanish', 'unicode')).toEqual([
      '[start]',
      'éldijo',
      'ñandú',
      'éxito',
      'яя',
      '5',
      '[end]',
    ]);
    expect(tokensOf(text, 'english', 'unicode').slice(-1)).toEqual(['end']);
    expect(tokensOf('', 'english', 'unicode')).toEqual([]);
  });
});
