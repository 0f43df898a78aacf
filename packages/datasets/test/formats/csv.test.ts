import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CsvOptions, readCsv } from '../../src/formats/csv.js';
import { readJsonLines } from '../../src/formats/json-lines.js';
import { temporaryFolder } from '../support.js';

async function rowsOf(content: string | Uint8Array, name = 'a.csv', options: CsvOptions = {}) {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  const rows = [];
  for await (const row of readCsv(path, options)) rows.push(row);
  return rows;
}

describe('readCsv', () => {
  it('gives the rows by the names of the columns', async () => {
    expect(await rowsOf('text,label\ngood,1\r\nbad,0')).toEqual([
      { text: 'good', label: '1' },
      { text: 'bad', label: '0' },
    ]);
  });

  it('reads quotes, with delimiters, line breaks and doubled quotes inside', async () => {
    expect(await rowsOf('text,label\n"a, ""b""\nc",1\n"",0\n')).toEqual([
      { text: 'a, "b"\nc', label: '1' },
      { text: '', label: '0' },
    ]);
  });

  it('passes over a byte order mark and empty lines, and keeps what is beyond ASCII', async () => {
    expect(await rowsOf('\uFEFFtext,label\n\n¿Él? 😀\u2028x,1\n\n')).toEqual([
      { text: '¿Él? 😀\u2028x', label: '1' },
    ]);
  });

  it('reads tabs, other delimiters and gzip', async () => {
    const expected = [{ text: 'a, b', label: '1' }];
    expect(await rowsOf('text\tlabel\na, b\t1\n', 'a.tsv')).toEqual(expected);
    expect(await rowsOf('text;label\na, b;1\n', 'a.csv', { delimiter: ';' })).toEqual(expected);
    expect(await rowsOf(gzipSync('text\tlabel\na, b\t1\n'), 'a.tsv.gz')).toEqual(expected);
  });

  it.each([
    [
      'text,label\na,1\nb,c,0\n',
      /a\.csv, line 3: expected 2 cells \(text, label\), found 3; cells that hold a "," /,
    ],
    ['text,label\n"a,1\n', /a\.csv, line 2: expected a quote that ends the cell, found none$/],
    ['text,label\n"a"b,1\n', /a\.csv, line 2: expected a delimiter behind a quote, found 'b'/],
    ['text,text\na,1\n', /a\.csv: expected columns of different names, found text twice$/],
    ['', /a\.csv: expected a first line with the names of the columns, found none$/],
    [
      Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0xff, 0x2c, 0x31),
      /a\.csv: expected UTF-8 text, found bytes that aren't/,
    ],
  ])('names the line and what is wrong in %j', async (content, message) => {
    await expect(rowsOf(content)).rejects.toThrow(message);
  });
});

describe('readJsonLines', () => {
  async function objectsOf(content: string) {
    const path = join(await temporaryFolder(), 'a.jsonl');
    await writeFile(path, content);
    const objects = [];
    for await (const each of readJsonLines(path)) objects.push(each);
    return objects;
  }

  it('gives an object a line', async () => {
    expect(await objectsOf('{"text": "a\\nb", "label": 1}\n\n{"text": "c"}')).toEqual([
      { text: 'a\nb', label: 1 },
      { text: 'c' },
    ]);
  });

  it.each([
    ['{"a": 1}\n{"a": \n', /a\.jsonl, line 2: expected a JSON object, found \{"a":/],
    ['[1]\n', /a\.jsonl, line 1: expected a JSON object, found \[1\]$/],
  ])('names the line of %j', async (content, message) => {
    await expect(objectsOf(content)).rejects.toThrow(message);
  });
});
