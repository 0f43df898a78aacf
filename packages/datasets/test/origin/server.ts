import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { PublishedFile } from '../../src/origin/source.js';

/** The bytes that the servers of the tests publish. */
export const CONTENT = Buffer.from(
  Uint32Array.from({ length: 50_000 }, (_, index) => index * 2_654_435_761).buffer,
);

/** A server of this machine, reached without a proxy. `requests` are the headers it got. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => void,
): Promise<{ file: PublishedFile; requests: IncomingMessage['headers'][] }> {
  vi.stubEnv('no_proxy', '127.0.0.1');
  const requests: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    answer(request, response, requests.length);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    vi.unstubAllEnvs();
  });
  const { port } = server.address() as AddressInfo;
  return { file: published(`http://127.0.0.1:${port}/data.bin`), requests };
}

/** {@link CONTENT} as a published file at an address. */
export function published(url: string): PublishedFile {
  return {
    name: 'data.bin',
    url,
    bytes: CONTENT.length,
    sha256: createHash('sha256').update(CONTENT).digest('hex'),
    alternatives: /^data.*\.bin$/,
  };
}

/** Leaves the beginning of a download as a process does that ended within it. Gives the folder in which it lies. */
export async function interrupt(target: string, content: Uint8Array, version = '"one"'): Promise<string> {
  const folder = join(`${target}.download`, 'left');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'partial'), content);
  await writeFile(join(folder, 'version'), version);
  return folder;
}

/** Answers as a server of files does: the whole, or the range asked for as long as the entity tag is the same. */
export function sendFile(request: IncomingMessage, response: ServerResponse, tag = '"one"'): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
  const continues = from > 0 && request.headers['if-range'] === tag;
  const body = continues ? CONTENT.subarray(from) : CONTENT;
  const range = continues ? { 'content-range': `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` } : {};
  response.writeHead(continues ? 206 : 200, { etag: tag, 'content-length': body.length, ...range });
  response.end(body);
}

/** Answers with the first bytes, then breaks the connection. */
export function breakOff(response: ServerResponse, bytes: number, tag = '"one"'): void {
  response.writeHead(200, { etag: tag, 'content-length': CONTENT.length });
  response.write(CONTENT.subarray(0, bytes), () => setTimeout(() => response.destroy(), 300));
}
