import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { linesOf, readLines } from '../../src/formats/lines.js';
import { collect, temporaryFolder } from '../support.js';

async function textsOf(content: Buffer | string): Promise<(string | undefined)[]> {
  const path = join(await temporaryFolder(), 'lines');
  await writeFile(path, content);
  return (await collect(readLines(path))).map(({ text }) => text);
}

describe('the lines of a file', () => {
  it('end with a line feed, with or without a carriage return, and with nothing else', async () => {
    const content = '\uFEFFone\r\ntwo\u2028still two\u0085\u000b\n\n\uFEFFthree\rthree';
    const expected = ['one', 'two\u2028still two\u0085\u000b', '', '\uFEFFthree\rthree'];
    expect(await textsOf(content)).toEqual(expected);
    expect(await textsOf(`${content}\n`)).toEqual(expected);
    expect(await textsOf(gzipSync(content))).toEqual(expected);
    expect(await textsOf('')).toEqual([]);
  });

  it('are numbered, also where one is not UTF-8', async () => {
    const path = join(await temporaryFolder(), 'lines');
    await writeFile(
      path,
      Buffer.concat([Buffer.from('a\n'), Buffer.from('caf\xe9\n', 'latin1'), Buffer.from('b')]),
    );
    expect(await collect(readLines(path))).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: undefined },
      { number: 3, text: 'b' },
    ]);
  });

  it('are the same however the content is cut into chunks', async () => {
    const content = Buffer.from('ñandú\nİ\r\n\nlast line 😀');
    for (let size = 1; size < 8; size++) {
      const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
        content.subarray(index * size, (index + 1) * size),
      );
      const lines = await collect(linesOf(chunks, 'content'));
      expect(lines.map(({ text }) => text)).toEqual(['ñandú', 'İ', '', 'last line 😀']);
    }
  });

  it('are refused when one is endless', async () => {
    function* endless() {
      yield Buffer.from('first\n');
      for (;;) yield Buffer.alloc(2 ** 20, 'x');
    }
    await expect(collect(linesOf(endless(), 'content'))).rejects.toThrow(
      'content: expected lines of at most 16,777,216 bytes, found a longer one at line 2',
    );
  });
});
