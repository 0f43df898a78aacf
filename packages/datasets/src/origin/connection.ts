import { STATUS_CODES } from 'node:http';

/** A request that got no answer, or only a part of one. */
export class ConnectionError extends Error {
  /** @param reason what the client of HTTP says */
  constructor(readonly reason: NodeJS.ErrnoException) {
    super(reason.message, { cause: reason });
  }
}

const REFUSED = new Set([401, 403, 404, 405, 407, 451]);

/**
 * Why a connection failed: the code of the system's error, or what a proxy answered instead of making the connection.
 *
 * @throws Error when a proxy refuses it, so that asking again is of no use
 */
export function failureOf({ reason }: ConnectionError, url: string): string {
  const status = Number(/^Proxy response \((\d+)\)/.exec(reason.message)?.[1]);
  if (Number.isNaN(status)) {
    const { code = '' } = reason;
    return `the connection failed (${code !== '' && !code.startsWith('UND_ERR_') ? code : reason.message})`;
  }
  const proxy = proxyOf(url);
  const answer = `the proxy ${proxy} answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (!REFUSED.has(status)) return `the connection failed (${answer})`;
  const wayOut =
    status === 407
      ? `it wants a name and a password, as in HTTPS_PROXY=http://name:password@${proxy}`
      : 'ask whoever runs it, or name another by HTTPS_PROXY';
  throw new Error(`download of ${url} failed: ${answer}; ${wayOut}`);
}

/** The host and port of the proxy that requests to an address go through. */
function proxyOf(url: string): string {
  const { http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY } = process.env;
  const plain = http_proxy ?? HTTP_PROXY;
  const named = url.startsWith('https:') ? (https_proxy ?? HTTPS_PROXY ?? plain) : plain;
  return named && URL.canParse(named) ? new URL(named).host : 'of this network';
}
