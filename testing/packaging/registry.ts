import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { manifestIn } from './manifest-in.js';

/** A registry that has packages of this repository as their tarballs are, and asks another one for all others. */
export interface LocalRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves tarballs until it is closed; `upstream` is the address of the other registry. */
export async function localRegistry(tarballs: Iterable<string>, upstream: string): Promise<LocalRegistry> {
  const packages = new Map(
    await Promise.all(
      [...tarballs].map(async (path) => {
        const data = await readFile(path);
        const manifest = manifestIn(data);
        return [manifest.name, { data, manifest, file: basename(path) }] as const;
      }),
    ),
  );
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '/').slice(1);
    const held = packages.get(path);
    if (held !== undefined) {
      const integrity = `sha512-${createHash('sha512').update(held.data).digest('base64')}`;
      const dist = { tarball: `${url()}/tarballs/${held.file}`, integrity };
      const { version } = held.manifest;
      const versions = { [version]: { ...held.manifest, dist } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name: path, 'dist-tags': { latest: version }, versions }));
      return;
    }
    const tarball = [...packages.values()].find(({ file }) => path === `tarballs/${file}`);
    if (tarball !== undefined) {
      response.end(tarball.data);
      return;
    }
    const answer = await fetch(new URL((request.url ?? '/').slice(1), upstream.replace(/\/?$/, '/'))).catch(
      () => undefined,
    );
    response.statusCode = answer?.status ?? 502;
    response.setHeader('content-type', answer?.headers.get('content-type') ?? 'text/plain');
    if (answer?.body) Readable.fromWeb(answer.body as ReadableStream).pipe(response);
    else response.end();
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: url(),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
