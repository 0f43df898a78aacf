import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { workerThread } from '../../src/images/worker-thread.js';
import { temporaryFolder } from '../support.js';

const DOUBLES = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ number, request }) => {
  if (request === 0) process.exit(3);
  if (request === 1) throw new Error('broken thread');
  if (request === 2) parentPort.postMessage({ number, failure: new Error('no twos') });
  else parentPort.postMessage({ number, result: 2 * request });
});`;

async function doubling(content = DOUBLES): Promise<(request: number) => Promise<number>> {
  const file = join(await temporaryFolder(), 'worker.mjs');
  await writeFile(file, content);
  return workerThread(pathToFileURL(file), 'doubling');
}

describe('a worker thread', () => {
  it('answers each call by its own result, or with what went wrong in it', async () => {
    const double = await doubling();
    expect(await Promise.all([3, 4, 5].map(double))).toEqual([6, 8, 10]);
    await expect(double(2)).rejects.toThrow('no twos');
  });

  it.each([
    [0, 'exit code 3'],
    [1, 'broken thread'],
  ])(
    'that dies fails all calls that wait for it, and the next call has a new one (%d)',
    async (deadly, reason) => {
      const double = await doubling();
      const calls = await Promise.allSettled([double(deadly), double(3)]);
      const message = `doubling: the thread that does it ended before it had answered (${reason}); start again`;
      expect(calls.map((call) => call.status === 'rejected' && call.reason.message)).toEqual([
        message,
        message,
      ]);
      expect(await double(7)).toBe(14);
    },
  );

  it('that cannot start fails its call', async () => {
    const double = await doubling('import "node:nothing";');
    await expect(double(3)).rejects.toThrow(
      'doubling: the thread that does it ended before it had answered (',
    );
  });
});
