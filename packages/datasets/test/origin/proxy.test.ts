import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { download } from '../../src/origin/download.js';
import { temporaryFolder } from '../support.js';
import { CONTENT, interrupt, published, sendFile, serve } from './server.js';

const VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
const quick = { pauseMilliseconds: 1 };

/**
 * A proxy that takes every host for this machine. `asked` are the hosts and ports it was asked for.
 *
 * @param answer what it says where nothing listens
 */
async function startProxy(
  answer = 'HTTP/1.1 502 Bad Gateway\r\n\r\n',
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const port = Number(request.url?.split(':')[1]);
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.end(answer));
    socket.on('error', () => target.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function setVariables(variables: Record<string, string>): void {
  for (const name of VARIABLES) vi.stubEnv(name, variables[name]);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

describe('a download through a proxy', () => {
  it.each(['http_proxy', 'HTTP_PROXY'])('is made where %s names it', async (variable) => {
    const { url, asked } = await startProxy();
    const { file } = await serve((request, response) => sendFile(request, response));
    setVariables({ [variable]: url });
    const port = new URL(file.url).port;
    const target = join(await temporaryFolder(), 'data.bin');
    await download(published(`http://publisher.invalid:${port}/data.bin`), target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(asked).toEqual([`publisher.invalid:${port}`]);
  });

  it.each(['https_proxy', 'HTTPS_PROXY'])(
    'is made for secure addresses where %s names it',
    async (variable) => {
      const { url, asked } = await startProxy();
      setVariables({ [variable]: url });
      const target = join(await temporaryFolder(), 'data.bin');
      const file = published('https://publisher.invalid:8443/data.bin');
      await expect(download(file, target, quick)).rejects.toThrow(
        'failed 4 times, the last time because the connection failed (',
      );
      expect(asked).toEqual(Array(4).fill('publisher.invalid:8443'));
    },
  );

  it.each(['no_proxy', 'NO_PROXY'])('is not made for the hosts of %s', async (variable) => {
    const { url, asked } = await startProxy();
    const { file } = await serve((request, response) => sendFile(request, response));
    setVariables({ HTTP_PROXY: url, [variable]: 'other.invalid,127.0.0.1' });
    const target = join(await temporaryFolder(), 'data.bin');
    await download(file, target, quick);
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(asked).toEqual([]);
  });

  it('fails with a reason where the proxy is not there', async () => {
    const { file } = await serve((request, response) => sendFile(request, response));
    setVariables({ HTTP_PROXY: 'http://127.0.0.1:1' });
    const target = join(await temporaryFolder(), 'data.bin');
    await expect(download(file, target, quick)).rejects.toThrow('the connection failed (ECONNREFUSED)');
  });

  it.each([
    [
      'HTTP/1.1 407 Proxy Authentication Required',
      1,
      'HOST answered 407 Proxy Authentication Required; it wants a name and a password, as in HTTPS_PROXY=http://name:password@HOST',
    ],
    [
      'HTTP/1.1 403 Forbidden',
      1,
      'HOST answered 403 Forbidden; ask whoever runs it, or name another by HTTPS_PROXY',
    ],
    [
      'HTTP/1.1 502 Bad Gateway',
      4,
      'failed 4 times, the last time because the connection failed (the proxy HOST answered 502 Bad Gateway)',
    ],
  ])('says that the proxy answered %s', async (answer, times, message) => {
    const { url, asked } = await startProxy(`${answer}\r\n\r\n`);
    setVariables({ HTTPS_PROXY: url.replace('http://', 'http://user:secret@') });
    const folder = await temporaryFolder();
    const target = join(folder, 'data.bin');
    await interrupt(target, CONTENT.subarray(0, 1_000));
    const failure = download(published('https://publisher.invalid:8443/data.bin'), target, quick);
    await expect(failure).rejects.toThrow(message.replaceAll('HOST', new URL(url).host));
    await expect(failure).rejects.not.toThrow('secret');
    expect(asked).toHaveLength(times);
    expect(await readdir(folder)).toEqual(['data.bin.download']);
  });

  it('fails with a reason where the proxy only hangs up', async () => {
    const { url } = await startProxy('');
    setVariables({ HTTP_PROXY: url });
    const target = join(await temporaryFolder(), 'data.bin');
    const file = published('http://publisher.invalid:8443/data.bin');
    await expect(download(file, target, { ...quick, answerMilliseconds: 100 })).rejects.toThrow(
      'there was no answer within 0.1 s',
    );
  });
});
