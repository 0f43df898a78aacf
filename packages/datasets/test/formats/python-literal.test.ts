import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePythonLiteral } from '../../src/formats/python-literal.js';

const cases: { literal: string; value: unknown }[] = JSON.parse(
  readFileSync(new URL('../fixtures/python-literals.json', import.meta.url), 'utf8'),
);

/** Dictionaries as lists of entries, as in the fixture. */
function entries(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(entries);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, each]) => [key, entries(each)]);
  return value;
}

describe('a literal of Python', () => {
  it.each(cases)('has the value of ast.literal_eval: $literal', ({ literal, value }) => {
    expect(entries(parsePythonLiteral(literal))).toEqual(value);
  });

  it.each([
    ['', 'expected a value at column 1, found the end'],
    ["{'a': 'open", "expected the end of a string (') at column 12, found the end"],
    ["{'a' 1}", 'expected \':\' at column 6, found "1}"'],
    ["{'a': 1 'b': 2}", "expected ',' or '}' at column 9"],
    ['[1, 2', "expected ',' or ']' at column 6, found the end"],
    ['{1: 2}', 'expected a string as key at column 3'],
    ['__import__("os").system("ls")', 'expected a value at column 1'],
    ["{'a': open('x')}", 'expected a value at column 7'],
    ['1 2', 'expected the end at column 3'],
    ["'\\U00110000'", 'expected a character up to U+10FFFF'],
    ["'\\", 'expected a character after the backslash at column'],
    ['['.repeat(10_000), 'expected at most 64 values within each other at column 66'],
  ])('is refused: %s', (literal, message) => {
    expect(() => parsePythonLiteral(literal)).toThrow(message);
  });

  it('is not evaluated with names of object members', () => {
    expect(() => parsePythonLiteral('constructor')).toThrow('expected a value at column 1');
  });
});
