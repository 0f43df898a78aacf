import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/text/words.js';

const fixture = readFileSync(new URL('../fixtures/keras-imdb.json', import.meta.url), 'utf8');
const { odd }: { odd: { texts: string[]; words: string[][] } } = JSON.parse(fixture);

describe('words of a text', () => {
  it.each(odd.texts.map((text, index) => [text, odd.words[index]] as const))(
    'are those of Keras for %j',
    (text, words) => {
      expect(splitWords(text, 'word')).toEqual(words);
    },
  );

  it('keep a line break as the word br, or take it for a space', () => {
    expect(splitWords('good.<br /><br />Bad<br />', 'word')).toEqual(['good', 'br', 'br', 'bad', 'br']);
    expect(splitWords('good.<br /><br />Bad<br />', 'space')).toEqual(['good', 'bad']);
  });
});
