import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textWidth } from '../../src/figures/font.js';
import { wrapped } from '../../src/figures/wrap.js';

const style = { size: 13, weight: 'regular' } as const;

it('breaks at spaces where a line is full', () => {
  const width = textWidth('one two', style);
  expect(wrapped('one two three', { ...style, width })).toEqual(['one two', 'three']);
  expect(wrapped('one two three', { ...style, width: width - 1 })).toEqual(['one', 'two', 'three']);
});

it('keeps together what a space that isn’t to be broken joins', () => {
  const width = textWidth('about it 4', style);
  expect(wrapped('about it 4\u00a0heads', { ...style, width })).toEqual(['about it', '4\u00a0heads']);
});

it('breaks a word that is wider than a line, and words without spaces', () => {
  const lines = wrapped('注意力机制的比较', { ...style, width: textWidth('注意力', style) });
  expect(lines).toEqual(['注意力', '机制的', '比较']);
});

it('ends the last line that there may be with …', () => {
  const width = textWidth('one two', style);
  expect(wrapped('one two three four five', { ...style, width, most: 2 })).toEqual(['one two', 'three…']);
});

it('no line is wider than told, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 300 }), (text, width) => {
      const lines = wrapped(text, { ...style, width });
      for (const line of lines) {
        if ([...line].length > 1) expect(textWidth(line, style)).toBeLessThanOrEqual(width);
      }
      expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/[ \n\t]/g, ''));
    }),
  );
});
