import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { POSIX_ALONE } from '../../../../testing/skipped.js';
import { temporaryFolder } from '../support.js';
import { CONTENT, serve } from './server.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const sources = ['--conditions=@better-attention/source', `--import=${repository}scripts/sources.js`];
const script = fileURLToPath(new URL('child.ts', import.meta.url));
const HALF = CONTENT.length / 2;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Another process that downloads the file to a target. */
function downloader(url: string, target: string, staleMilliseconds: number) {
  const child = spawn(process.execPath, [...sources, script, url, target, String(staleMilliseconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, no_proxy: '127.0.0.1' },
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on('line', (line) => said.push(line));
  const says = async (text: string) => {
    while (!said.includes(text)) await once(lines, 'line');
  };
  return { child, said, says };
}

/** A server that sends half of the file and holds back the rest of each answer until it is told to send it. */
async function serveHalves() {
  const held: ServerResponse[] = [];
  const { file, requests } = await serve((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`;
    response.writeHead(from > 0 ? 206 : 200, {
      etag: '"one"',
      'content-length': CONTENT.length - from,
      ...(from > 0 && { 'content-range': range }),
    });
    if (from === 0) response.write(CONTENT.subarray(0, HALF));
    held.push(response);
  });
  const sendRest = (request: number) => held[request]?.end(CONTENT.subarray(HALF));
  return { file, requests, sendRest };
}

describe.skipIf(process.platform === 'win32')(`a download whose process is stopped${POSIX_ALONE}`, () => {
  it('is taken over, and the stopped one spoils nothing when it goes on', async () => {
    const { file, requests, sendRest } = await serveHalves();
    const folder = await temporaryFolder();
    const target = join(folder, 'data.bin');
    const stopped = downloader(file.url, target, 60_000);
    await stopped.says(`has ${HALF}`);
    stopped.child.kill('SIGSTOP');

    const other = downloader(file.url, target, 500);
    while (requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(other.said).toContain('waiting for another download');
    expect(requests[1]?.range).toBe(`bytes=${HALF}-`);

    sendRest(0);
    stopped.child.kill('SIGCONT');
    await stopped.says(`has ${CONTENT.length}`);
    await stopped.says('waiting for another download');
    sendRest(1);
    await other.says('has it');
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    await stopped.says('has it');
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(requests).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['data.bin']);
  });

  it('goes on in the process that takes it over at once when it is killed', async () => {
    const { file, requests, sendRest } = await serveHalves();
    const target = join(await temporaryFolder(), 'data.bin');
    const killed = downloader(file.url, target, 60_000);
    await killed.says(`has ${HALF}`);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const other = downloader(file.url, target, 60_000);
    while (requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    sendRest(1);
    await other.says('has it');
    expect(requests[1]?.range).toBe(`bytes=${HALF}-`);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
  });
});
