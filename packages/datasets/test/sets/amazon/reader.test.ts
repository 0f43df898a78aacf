import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readAmazon, type SkippedLine } from '../../../src/sets/amazon/reader.js';
import { collect, temporaryFolder } from '../../support.js';

const LINES = [
  '{"overall": 5.0, "verified": true, "vote": "1,024", "reviewText": "Great product", "summary": "Five Stars"}',
  `{'overall': 2.0, 'reviewText': 'it\\'s "bad"', 'helpful': [0, 1], 'price': None, 'x': u'\\xe9'}`,
  '{"rating": 4.0, "title": "t", "text": "Nice<br />pen", "parent_asin": "B0", "timestamp": 1588687728923}',
  '{"overall": 3.0, "summary": "no text"}',
  '{"overall": 1, "reviewText": "   "}',
  '{"overall": 6, "reviewText": "too many stars"}',
  '{"reviewText": "no stars"}',
  '{"overall": 1, "reviewText": "cut',
  '',
  '  {"overall": 1, "reviewText": "last"} ',
];

async function fileOf(content: string | Buffer, name = 'reviews.json'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

describe('the reviews of a file', () => {
  it.each([
    ['plain', (text: string) => text],
    ['gzipped', (text: string) => gzipSync(text)],
    ['with other line ends and a mark', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}\r\n`],
  ])('of every release are read, %s', async (_, packed) => {
    const skipped: SkippedLine[] = [];
    const path = await fileOf(packed(LINES.join('\n')));
    const reviews = await collect(readAmazon([path], { skipped: (line) => skipped.push(line) }));
    const file = 'reviews.json';
    expect(reviews).toEqual([
      { stars: 5, text: 'Great product', file, line: 1 },
      { stars: 2, text: 'it\'s "bad"', file, line: 2 },
      { stars: 4, text: 'Nice<br />pen', file, line: 3 },
      { stars: 1, text: 'last', file, line: 10 },
    ]);
    expect(skipped).toEqual([
      { file, line: 4, reason: 'without a text' },
      { file, line: 5, reason: 'without a text' },
      { file, line: 6, reason: 'without stars from 1 to 5' },
      { file, line: 7, reason: 'without stars from 1 to 5' },
      { file, line: 8, reason: 'not readable' },
    ]);
  });

  it('are read where a field that nobody uses holds no number of JSON', async () => {
    const path = await fileOf(
      '{"overall": 5, "vote": NaN, "reviewText": "a \\"NaN\\" b"}\n{"overall": "4", "x": [-Infinity, Infinity], "reviewText": "NaN"}\n' +
        "{'overall': 3, 'reviewText': 'a NaN here'}\n",
    );
    expect((await collect(readAmazon([path]))).map(({ stars, text }) => [stars, text])).toEqual([
      [5, 'a "NaN" b'],
      [4, 'NaN'],
      [3, 'a NaN here'],
    ]);
  });

  it.each(['4.6', 'true', 'null', '[5]', '"5 of 5"', '""', '0', '-1', 'NaN'])(
    'are skipped and said with the stars %s',
    async (stars) => {
      const skipped: SkippedLine[] = [];
      const path = await fileOf(`{"overall": ${stars}, "reviewText": "text"}\n`);
      expect(await collect(readAmazon([path], { skipped: (line) => skipped.push(line) }))).toEqual([]);
      expect(skipped.map(({ reason }) => reason)).toEqual(['without stars from 1 to 5']);
    },
  );

  it.each([
    ['{"overall": 5, "reviewText": "cut', /line 1: Unterminated string in JSON/],
    ["{'overall': 5, 'reviewText': 'cut", /line 1: expected the end of a string/],
  ])('explain themselves in the words of their kind: %s', async (line, reason) => {
    await expect(collect(readAmazon([await fileOf(line)]))).rejects.toThrow(reason);
  });

  it.each([
    [
      'a web page',
      '<!DOCTYPE html>\n<title>Not found</title>\n',
      "found 2 lines, of which 2 can't be read (line 1: no record)",
    ],
    ['nothing', '', 'found 0 lines'],
    ['lists', '[1]\n[2]\n', 'line 1: no record'],
    ['bytes that are no UTF-8', Buffer.from('{"a": "\xe9"}\n', 'latin1'), 'line 1: no UTF-8'],
    ['code', '{"a": 1}\n{__import__("os")}\n{f()}\n', 'line 2: expected a value at column 2'],
  ])('are refused from %s', async (_, content, message) => {
    const path = await fileOf(content);
    const failure = collect(readAmazon([path]));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(`amazon ${path}: expected a review a line`);
  });

  it('are refused early where most of the first lines are none', async () => {
    const path = await fileOf('x\n'.repeat(1_000));
    await expect(collect(readAmazon([path]))).rejects.toThrow('found 100 lines, of which 100');
  });

  it('are refused from a damaged file', async () => {
    const path = await fileOf(gzipSync(LINES.join('\n')).subarray(0, -20));
    await expect(collect(readAmazon([path]))).rejects.toThrow(`${path}: expected whole gzipped content`);
  });
});
