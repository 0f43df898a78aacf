import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { download } from '../../src/origin/download.js';
import type { PublishedFile } from '../../src/origin/source.js';
import { temporaryFolder } from '../support.js';
import { CONTENT, interrupt, sendFile, serve } from './server.js';

const quick = { pauseMilliseconds: 1 };
const page = '<!DOCTYPE html>\n<html><head><title>Sign in to\n the network</title></head></html>';

/** The same file, as one of which the publisher's sum isn't known. */
function unsummed({ sha256: _, ...file }: PublishedFile, name = file.name): PublishedFile {
  return { ...file, name };
}

describe('an answer', () => {
  it.each([
    ['data.json.gz', 'text/html', page, 'gave a web page titled "Sign in to the network", expected gzip'],
    [
      'data.tgz',
      'application/x-gzip',
      page,
      'gave a web page titled "Sign in to the network", expected gzip',
    ],
    ['data.zip', 'text/html', 'moved', 'gave a web page without a title, expected zip'],
    ['data.bin', undefined, page, 'gave a web page titled "Sign in to the network", expected data.bin'],
    ['data.zip', undefined, 'PK not', 'bytes that begin with 504b206e (no content type), expected zip'],
    ['data.gz', 'text/plain', '{"a": 1}', 'bytes that begin with 7b226122 (text/plain), expected gzip'],
  ])('for %s of type %s that is something else is named and not kept', async (name, type, body, message) => {
    for (const sum of [false, true]) {
      const { file, requests } = await serve((_, response) => {
        response.writeHead(200, type === undefined ? {} : { 'content-type': type });
        response.end(body);
      });
      const folder = await temporaryFolder();
      const wanted = sum ? { ...file, name } : unsummed(file, name);
      await expect(download(wanted, join(folder, name), quick)).rejects.toThrow(message);
      expect(requests).toHaveLength(1);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('of the right format is taken, whatever its type', async () => {
    const zipped = gzipSync(CONTENT);
    const { file } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
      response.end(zipped);
    });
    const target = join(await temporaryFolder(), 'data.gz');
    await download(unsummed(file, 'data.gz'), target, quick);
    expect(zipped.equals(await readFile(target))).toBe(true);
  });

  it('that is over four times as large as expected is refused, said at once or not', async () => {
    for (const said of [true, false]) {
      const { file } = await serve((_, response) => {
        if (said) response.writeHead(200, { 'content-length': 200_000 });
        response.write(CONTENT.subarray(0, 100_000));
        if (!said) response.write(CONTENT.subarray(100_000));
      });
      const folder = await temporaryFolder();
      const wanted = { ...unsummed(file), bytes: 49_000 };
      await expect(download(wanted, join(folder, 'data.bin'), quick)).rejects.toThrow(
        `download of ${file.url} gave 200,000 bytes or more, over 4 times the 49,000 that are expected`,
      );
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it.each([
    [
      'nobody asked for',
      '',
      'bytes 1000-199999/200000',
      '"one"',
      "a part that wasn't asked for (bytes 1000-",
    ],
    [
      'from another byte on',
      '"one"',
      'bytes 900-199999/200000',
      '"one"',
      'another part than the one from 1000 on',
    ],
    ['that ends early', '"one"', 'bytes 1000-1999/200000', '"one"', 'another part than the one from 1000 on'],
    ['without a range', '"one"', undefined, '"one"', 'another part than the one from 1000 on (no range)'],
    [
      'of another version',
      '"one"',
      'bytes 1000-199999/200000',
      '"two"',
      'of another version ("two", not "one")',
    ],
  ])('with a part %s is not kept', async (_, version, range, tag, message) => {
    const { file, requests } = await serve((request, response) => {
      const headers = { etag: tag, ...(range && { 'content-range': range }) };
      if (request.headers.range || !version) response.writeHead(206, headers).end(CONTENT.subarray(1_000));
      else response.writeHead(503).end();
    });
    const folder = await temporaryFolder();
    const target = join(folder, 'data.bin');
    await interrupt(target, Buffer.alloc(1_000, 9), version);
    const failure = download(unsummed(file), target, quick);
    await expect(failure).rejects.toThrow(version ? 'answered 503' : message);
    expect(requests.map((request) => request.range)).toEqual([
      version ? 'bytes=1000-' : undefined,
      ...Array(3).fill(undefined),
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is shorter than it says is asked for again', async () => {
    const { file, requests } = await serve((request, response, number) => {
      if (number > 1) return sendFile(request, response);
      response.writeHead(200, { etag: '"one"', 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 50_000), () => setTimeout(() => response.socket?.end(), 300));
    });
    const target = join(await temporaryFolder(), 'data.bin');
    await download(unsummed(file), target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests).toHaveLength(2);
  });

  it('may send elsewhere', async () => {
    const { file, requests } = await serve((request, response, number) => {
      if (number > 1) return sendFile(request, response);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const target = join(await temporaryFolder(), 'data.bin');
    await download(file, target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests).toHaveLength(2);
  });
});
