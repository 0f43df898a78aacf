import { createHash } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { obtain } from '../../src/origin/obtain.js';
import type { DataSource } from '../../src/origin/source.js';
import { folderOf, temporaryFolder } from '../support.js';
import { CONTENT, published, sendFile, serve } from './server.js';

beforeEach(() => {
  vi.stubEnv('BETTER_ATTENTION_DATA', '');
});

function sourceAt(url: string): DataSource {
  return {
    name: 'numbers',
    title: 'Numbers',
    citation: 'Nobody (2000)',
    terms: 'Free for all.',
    page: url,
    files: [published(url)],
    sample: ['numbers-sample.bin'],
  };
}

async function placed(root: string, name: string, content: Buffer | string): Promise<string> {
  await mkdir(join(root, 'numbers'), { recursive: true });
  await writeFile(join(root, 'numbers', name), content);
  return join(root, 'numbers', name);
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

describe('obtaining a data set', () => {
  it('downloads it into the cache once', async () => {
    const { file, requests } = await serve((request, response) => sendFile(request, response));
    const cache = await temporaryFolder();
    const path = join(cache, 'numbers', 'data.bin');
    const files = [{ path, bytes: 200_000, sha256: file.sha256, state: 'as published' }];
    expect(await obtain(sourceAt(file.url), { cache })).toEqual({ source: 'download', files });
    expect(CONTENT.equals(await readFile(path))).toBe(true);
    expect(await obtain(sourceAt(file.url), { cache })).toEqual({ source: 'cache', files });
    expect(requests).toHaveLength(1);
  });

  it('takes what is there without a request, and says whether it is as published', async () => {
    const source = sourceAt('http://127.0.0.1:9/data.bin');
    const mirror = await temporaryFolder();
    const part = await placed(mirror, 'data-part.bin', 'part');
    expect(await obtain(source, { mirror })).toEqual({
      source: 'mirror',
      files: [{ path: part, bytes: 4, sha256: sha256('part'), state: 'other' }],
    });
    const whole = await placed(mirror, 'data.bin', CONTENT);
    expect(await obtain(source, { mirror })).toEqual({
      source: 'mirror',
      files: [{ path: whole, bytes: 200_000, sha256: sha256(CONTENT), state: 'as published' }],
    });
    const samples = await temporaryFolder();
    const sample = await placed(samples, 'numbers-sample.bin', 'sample');
    expect(await obtain(source, { use: 'sample', samples, mirror })).toEqual({
      source: 'embedded sample',
      files: [{ path: sample, bytes: 6, sha256: sha256('sample'), state: 'embedded sample' }],
    });
  });

  it('refuses a damaged file in the cache', async () => {
    const cache = await temporaryFolder();
    const path = await placed(cache, 'data.bin', 'half');
    await expect(obtain(sourceAt('http://127.0.0.1:9/data.bin'), { cache })).rejects.toThrow(
      `numbers: expected 200,000 bytes with SHA-256 ${sha256(CONTENT)} in ${path}, found 4 bytes with SHA-256 ` +
        `${sha256('half')}; delete the file to have it fetched again`,
    );
  });

  it('says where it looked, why it failed and how to place the files by hand', async () => {
    const { file } = await serve((_, response) => response.writeHead(404).end());
    const [mirror, cache] = [await temporaryFolder(), await temporaryFolder()];
    const failure = obtain(sourceAt(file.url), { mirror, cache });
    await expect(failure).rejects.toThrow(
      `numbers: the full data set is not in ${join(mirror, 'numbers')} or ${join(cache, 'numbers')}, ` +
        `and the download of ${file.url} failed: the server answered 404 Not Found. By hand: put ${file.url} ` +
        `(200,000 bytes) into ${join(cache, 'numbers')}, or set BETTER_ATTENTION_DATA to a folder that has numbers/ ` +
        'with it. Terms: Free for all.',
    );
  });

  it('says what lies there, where it is not what is read', async () => {
    const [mirror, cache] = [await temporaryFolder(), await temporaryFolder()];
    await placed(mirror, 'data-python.tar.gz', 'x');
    await placed(mirror, 'raw', 'x');
    await placed(cache, 'data.bin.download', 'x');
    const failure = obtain(sourceAt('http://127.0.0.1:9/'), { mirror, cache, offline: true });
    await expect(failure).rejects.toThrow(
      `is not in ${join(mirror, 'numbers')} (which has data-python.tar.gz, raw; read are data.bin or /^data.*\\.bin$/) or ` +
        `${join(cache, 'numbers')}, and nothing may be downloaded (offline)`,
    );
  });

  it('says which folders lie there, and what lies beside the folder that it looks for', async () => {
    const mirror = await folderOf({
      'numbers/NUMBERS/raw/other.bin': 'x',
      'numbers/._data.bin': 'x',
      'numbers/data.bin/x': 'x',
    });
    const offline = { cache: await temporaryFolder(), offline: true };
    await expect(obtain(sourceAt('http://127.0.0.1:9/'), { mirror, ...offline })).rejects.toThrow(
      `is not in ${join(mirror, 'numbers')} (which has NUMBERS/, data.bin/; read are data.bin or /^data.*\\.bin$/) or`,
    );
    const other = await folderOf({ 'Numbers/data.bin': 'x' });
    await expect(obtain(sourceAt('http://127.0.0.1:9/'), { mirror: other, ...offline })).rejects.toThrow(
      `is not in ${join(other, 'numbers')} (there is no such folder; beside it is Numbers/) or`,
    );
  });

  it('refuses a link whose file is gone, of which nothing would be known', async () => {
    const mirror = await folderOf({ 'numbers/x': 'x' });
    await symlink('nowhere', join(mirror, 'numbers/data.bin'));
    await expect(obtain(sourceAt('http://127.0.0.1:9/'), { mirror, offline: true })).rejects.toThrow(
      `numbers: expected a file that can be read at ${join(mirror, 'numbers/data.bin')}, got ENOENT, a link whose file is gone; restore it`,
    );
  });

  it('asks nobody when it is offline', async () => {
    const { file, requests } = await serve((request, response) => sendFile(request, response));
    const cache = await temporaryFolder();
    await expect(obtain(sourceAt(file.url), { cache, offline: true })).rejects.toThrow(
      `numbers: the full data set is not in ${join(cache, 'numbers')}, and nothing may be downloaded (offline). By hand`,
    );
    expect(requests).toHaveLength(0);
  });

  it('ends with the reason of an abort', async () => {
    const { file } = await serve(() => undefined);
    const signal = AbortSignal.timeout(100);
    await expect(obtain(sourceAt(file.url), { cache: await temporaryFolder(), signal })).rejects.toThrow(
      /^The operation was aborted due to timeout$/,
    );
  });
});
