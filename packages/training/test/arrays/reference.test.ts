import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DamagedFileError, decodeSafetensors } from '../../src/index.js';

interface Fixture {
  readonly version: string;
  readonly cases: Readonly<Record<string, { readonly file: string; readonly refusal: string | null }>>;
  readonly base: string;
  readonly mutations: readonly (readonly [
    edits: readonly (readonly [at: number, byte: number])[],
    length: number,
    read: boolean,
  ])[];
}

/** Written by safetensors.py with the format's reference implementation. */
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/safetensors.json', import.meta.url), 'utf8'),
);

/** Our refusal of a file; none where it is read. */
function refusal(file: Uint8Array): string | undefined {
  try {
    decodeSafetensors(file, 'x.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(DamagedFileError);
    expect((error as Error).message).toMatch(/^x\.safetensors: /);
    return (error as Error).message.slice('x.safetensors: '.length);
  }
  return undefined;
}

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

/** What the reference reads and we don't, with the reason: the format forbids it, or we have no array for it. */
const REFUSED = {
  'white space first': "expected a safetensors file, its header doesn't begin with {",
  'null as texts': "'__metadata__': expected texts by name, got null; it is damaged",
  'a list as an array':
    '\'a\': expected an object of data_offsets, dtype, shape, got ["F32",[2],[0,8]]; it is damaged',
  'a type without our arrays': '\'a\': expected a type of F32, I32, U8, got "F64"; it is damaged',
  'a type of half the bytes': '\'a\': expected a type of F32, I32, U8, got "BF16"; it is damaged',
  'a name twice': "expected a safetensors file, its header has 'a' twice",
  'a name twice, once with an escape': "expected a safetensors file, its header has 'a' twice",
  'a text twice': "expected a safetensors file, its header has 'a' twice",
  'an unknown key': expect.stringContaining("'a': expected an object of data_offsets, dtype, shape, got {"),
};

/** What the reference doesn't read and we do: numbers that are whole, however they are written, and any text as a name. */
const READ = ['a size with a point', 'a size with an exponent', 'minus zero', 'half a surrogate pair'];

describe(`a safetensors file, held against Python's safetensors ${fixture.version}`, () => {
  const cases = Object.entries(fixture.cases).map(([name, each]) => ({ name, ...each }));

  it.each(cases)('with $name is read or refused as there, or the difference is stated', (each) => {
    const { name, file, refusal: expected } = each;
    const found = refusal(bytes(file));
    if (name in REFUSED) {
      expect(expected).toBeNull();
      expect(found).toEqual(REFUSED[name as keyof typeof REFUSED]);
    } else if (READ.includes(name)) {
      expect(expected).not.toBeNull();
      expect(found).toBeUndefined();
    } else {
      expect([name, found === undefined]).toEqual([name, expected === null]);
    }
  });

  it.each([
    ['a length beyond the file', 'got 10 bytes of something else: its header would have 3 bytes'],
    ['a length beyond the limit', 'something else: its header would have 100000001 bytes'],
    ['the largest length', 'something else: its header would have 18446744073709551615 bytes'],
    ['not UTF-8', "its header isn't UTF-8"],
    ['a list as texts', '\'__metadata__\': expected texts by name, got ["a"]; it is damaged'],
    ['null as an array', "'a': expected an object of data_offsets, dtype, shape, got null; it is damaged"],
    ['a type of JavaScript', '\'a\': expected a type of F32, I32, U8, got "constructor"; it is damaged'],
    ['two negative sizes', "'a': expected a shape of whole numbers, got [-1,-2]; it is damaged"],
    ['negative offsets', "'a': expected two offsets, whole numbers, got [-8,0]; it is damaged"],
    [
      'reversed offsets',
      "'a': expected offsets that lie as far apart as F32 of shape [2] is long, got [8,0]",
    ],
    ["offsets that don't begin at 0", "'a': expected its elements to begin at 0, got 8; it is damaged"],
    ['overlapping offsets', "'b': expected its elements to begin at 8, got 4; it is damaged"],
    ['a gap', "'b': expected its elements to begin at 8, got 12; it is damaged"],
    ['a trailing byte', '1 bytes follow the last array; it is damaged'],
    ['a missing byte', "'a' needs 8 bytes, the file has 7 of them; it is damaged"],
  ])('with %s is refused in these words', (name, message) => {
    expect(refusal(bytes((fixture.cases[name] as { file: string }).file))).toContain(message);
  });

  it('is read or refused as there after 500 mutations, or the difference is a stated one', () => {
    const base = bytes(fixture.base);
    let alike = 0;
    for (const [edits, length, expected] of fixture.mutations) {
      const file = new Uint8Array(length);
      file.set(base.subarray(0, length));
      for (const [at, byte] of edits) if (at < length) file[at] = byte;
      const found = refusal(file);
      if ((found === undefined) === expected) alike++;
      else if (expected)
        expect(found).toMatch(/begin with \{| twice|a type of F32|an object of|texts by name/);
      else expect(new TextDecoder().decode(file)).toMatch(/[[,]-?0?[\d.]*(\.|[eE]|-0)|\\u[dD]/);
    }
    expect(alike).toBeGreaterThan(0.95 * fixture.mutations.length);
  });
});
