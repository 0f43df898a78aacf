import { chmod, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINUX_ALONE } from '../../../../testing/skipped.js';
import { download } from '../../src/origin/download.js';
import type { ProgressStep } from '../../src/origin/progress.js';
import { temporaryFolder } from '../support.js';
import { breakOff, CONTENT, interrupt, published, sendFile, serve } from './server.js';

const quick = { pauseMilliseconds: 1 };
const unprivileged = 65_534;

describe('a download', () => {
  it('stores the file whole, says how far it is, and leaves nothing else', async () => {
    const { file, requests } = await serve((request, response) => sendFile(request, response));
    const folder = join(await temporaryFolder(), 'new', 'imdb');
    const steps: ProgressStep[] = [];
    await download(file, join(folder, 'data.bin'), { progress: (step) => steps.push(step) });
    expect(CONTENT.equals(await readFile(join(folder, 'data.bin')))).toBe(true);
    expect(await readdir(folder)).toEqual(['data.bin']);
    expect(steps.at(-1)).toEqual({
      activity: 'downloading',
      name: 'data.bin',
      done: 200_000,
      total: 200_000,
    });
    await download(file, join(folder, 'data.bin'));
    expect(requests).toHaveLength(1);
  });

  it('is taken as it comes where no sum of it is known, and again after an interruption', async () => {
    const { file, requests } = await serve((request, response, number) =>
      number === 1 ? breakOff(response, 70_000) : sendFile(request, response),
    );
    const { sha256: _, ...unknown } = file;
    const target = join(await temporaryFolder(), 'data.bin');
    await download({ ...unknown, bytes: 50_000 }, target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests.map(({ range }) => range)).toEqual([undefined, 'bytes=70000-']);
  });

  it('goes on after an interruption with the rest, if the file is still the same', async () => {
    const { file, requests } = await serve((request, response, number) =>
      number === 1 ? breakOff(response, 70_000) : sendFile(request, response),
    );
    const target = join(await temporaryFolder(), 'data.bin');
    await download(file, target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests.map(({ range, 'if-range': version }) => [range, version])).toEqual([
      [undefined, undefined],
      ['bytes=70000-', '"one"'],
    ]);
  });

  it('says before each further attempt why, and when it begins', async () => {
    const { file } = await serve((request, response, number) =>
      number <= 2 ? breakOff(response, 70_000) : sendFile(request, response),
    );
    const steps: ProgressStep[] = [];
    const progress = (step: ProgressStep) => steps.push(step);
    await download(file, join(await temporaryFolder(), 'data.bin'), { ...quick, progress });
    const again = steps.filter(({ activity }) => activity === 'trying again');
    expect(again.map((step) => [step.done, step.again?.milliseconds])).toEqual([
      [70_000, quick.pauseMilliseconds],
      [70_000, 2 * quick.pauseMilliseconds],
    ]);
    expect(again[0]?.again?.reason).toMatch(/^the connection /);
  });

  it('starts anew when the file has changed in between', async () => {
    const { file, requests } = await serve((request, response, number) =>
      number === 1 ? breakOff(response, 70_000, '"old"') : sendFile(request, response, '"new"'),
    );
    const target = join(await temporaryFolder(), 'data.bin');
    await download(file, target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests.map(({ range }) => range)).toEqual([undefined, 'bytes=70000-']);
  });

  it('goes on with what an earlier process left, and starts anew when that is damaged', async () => {
    const { file, requests } = await serve((request, response) => sendFile(request, response));
    for (const [rest, ranges] of [
      [CONTENT.subarray(0, 1_000), ['bytes=1000-']],
      [Buffer.alloc(1_000, 9), ['bytes=1000-', undefined]],
      [Buffer.alloc(CONTENT.length, 9), [undefined]],
    ] as const) {
      requests.length = 0;
      const target = join(await temporaryFolder(), 'data.bin');
      await interrupt(target, rest);
      await download(file, target, quick);
      expect(CONTENT.equals(await readFile(target))).toBe(true);
      expect(requests.map(({ range }) => range)).toEqual(ranges);
    }
  });

  it('starts anew when the server refuses the range or sends another', async () => {
    for (const refuse of [
      { status: 416, headers: {} },
      { status: 206, headers: { 'content-range': 'bytes 5-9/200000' } },
    ]) {
      const { file, requests } = await serve((request, response, number) => {
        if (number > 1) return sendFile(request, response);
        response.writeHead(refuse.status, refuse.headers);
        response.end('other');
      });
      const target = join(await temporaryFolder(), 'data.bin');
      await interrupt(target, CONTENT.subarray(0, 1_000));
      await download(file, target, quick);
      expect(CONTENT.equals(await readFile(target))).toBe(true);
      expect(requests.map(({ range }) => range)).toEqual(['bytes=1000-', undefined]);
    }
  });

  it('asks again when the server is busy, and gives up after four times', async () => {
    const busy = await serve((request, response, number) => {
      if (number > 2) return sendFile(request, response);
      response.writeHead(503);
      response.end();
    });
    const folder = await temporaryFolder();
    await download(busy.file, join(folder, 'data.bin'), quick);
    expect(busy.requests).toHaveLength(3);

    const stuck = await serve((_, response) => response.writeHead(503).end());
    await expect(download(stuck.file, join(folder, 'other.bin'), quick)).rejects.toThrow(
      `download of ${stuck.file.url} failed 4 times, the last time because the server answered 503 Service Unavailable`,
    );
    expect(stuck.requests).toHaveLength(4);
    expect(await readdir(folder)).toEqual(['data.bin']);
  });

  it('keeps what it has while the server is busy', async () => {
    const { file, requests } = await serve((request, response, number) => {
      if (number === 1) return response.writeHead(503).end();
      return sendFile(request, response);
    });
    const target = join(await temporaryFolder(), 'data.bin');
    await interrupt(target, CONTENT.subarray(0, 1_000));
    await download(file, target, quick);
    expect(requests.map(({ range }) => range)).toEqual(['bytes=1000-', 'bytes=1000-']);
  });

  it('asks no second time for a file that the server lacks', async () => {
    const { file, requests } = await serve((_, response) => response.writeHead(404).end());
    await expect(download(file, join(await temporaryFolder(), 'data.bin'), quick)).rejects.toThrow(
      `download of ${file.url} failed: the server answered 404 Not Found`,
    );
    expect(requests).toHaveLength(1);
  });

  it('says that the server cannot be reached', async () => {
    const file = published('http://127.0.0.1:9/data.bin');
    await expect(download(file, join(await temporaryFolder(), 'data.bin'), quick)).rejects.toThrow(
      /failed 4 times, the last time because the connection failed \(/,
    );
  });

  it('refuses other bytes and keeps none of them', async () => {
    const { file } = await serve((_, response) => response.end(Buffer.from(CONTENT).fill(9, 0, 4)));
    const folder = await temporaryFolder();
    await expect(download(file, join(folder, 'data.bin'), quick)).rejects.toThrow(
      `download of ${file.url} gave another file: expected 200,000 bytes with SHA-256 ${file.sha256}, got 200,000 bytes`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('reads no endless answer to its end', async () => {
    const { file } = await serve((_, response) => {
      const more = setInterval(() => response.write(CONTENT), 5);
      response.on('close', () => clearInterval(more));
    });
    const folder = await temporaryFolder();
    await expect(download(file, join(folder, 'data.bin'), quick)).rejects.toThrow(
      'gave another file: expected 200,000',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('is made by one of two that start together, and the other waits', async () => {
    const { file, requests } = await serve((request, response) => {
      setTimeout(() => sendFile(request, response), 300);
    });
    const target = join(await temporaryFolder(), 'data.bin');
    const activities = new Set<string>();
    const progress = ({ activity }: ProgressStep) => activities.add(activity);
    await Promise.all([download(file, target, { progress }), download(file, target, { progress })]);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests).toHaveLength(1);
    expect([...activities].sort()).toEqual(['downloading', 'waiting for another download']);
  });

  it('keeps its bytes for the next time when it is aborted', async () => {
    const { file, requests } = await serve((request, response, number) => {
      if (number > 1) return sendFile(request, response);
      response.writeHead(200, { etag: '"one"' });
      response.write(CONTENT.subarray(0, 50_000));
    });
    const folder = await temporaryFolder();
    const controller = new AbortController();
    const progress = ({ done }: ProgressStep) => {
      if (done === 50_000) controller.abort(new Error('enough'));
    };
    await expect(
      download(file, join(folder, 'data.bin'), { progress, signal: controller.signal }),
    ).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual(['data.bin.download']);
    await download(file, join(folder, 'data.bin'));
    expect(requests[1]?.range).toBe('bytes=50000-');
    expect(await readdir(folder)).toEqual(['data.bin']);
  });

  it.runIf(process.platform === 'linux')(`clears up when the disk is full${LINUX_ALONE}`, async () => {
    const { file } = await serve((request, response) => sendFile(request, response));
    const folder = await temporaryFolder();
    const left = await interrupt(join(folder, 'data.bin'), Buffer.alloc(0));
    await rm(join(left, 'partial'));
    await symlink('/dev/full', join(left, 'partial'));
    await expect(download(file, join(folder, 'data.bin'), quick)).rejects.toThrow(
      `cache ${folder}: expected room for 200,000 bytes (data.bin), the disk is full`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so when the cache is a file', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(download(published('http://127.0.0.1:9/'), join(file, 'imdb', 'data.bin'))).rejects.toThrow(
      `cache ${join(file, 'imdb')}: expected a folder that can be written, got ENOTDIR; set BETTER_ATTENTION_CACHE`,
    );
  });

  it.runIf(process.platform === 'linux')(
    `says so when the cache cannot be written${LINUX_ALONE}`,
    async () => {
      const folder = await temporaryFolder();
      await chmod(folder, 0o555);
      const root = process.geteuid?.() === 0;
      if (root) process.seteuid?.(unprivileged);
      try {
        await expect(download(published('http://127.0.0.1:9/'), join(folder, 'data.bin'))).rejects.toThrow(
          `cache ${folder}: expected a folder that can be written, got EACCES; set BETTER_ATTENTION_CACHE`,
        );
      } finally {
        if (root) process.seteuid?.(0);
      }
    },
  );
});
