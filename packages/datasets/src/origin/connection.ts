import { STATUS_CODES } from 'node:http';

/** A request that got no answer, or only a part of one. */
export class ConnectionError extends Error {
  /** @param reason what the client of HTTP says */
  constructor(readonly reason: NodeJS.ErrnoException) {
    super(reason.message, { cause: reason });
  }
}

const REFUSED = new Set([401, 403, 404, 405, 407, 451]);

/** What errors of certificates are called. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(?:TLS|SSL)_/;

/** Codes of systems whose words aren't known to all. */
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host is known here',
  EAI_AGAIN: 'no server of names answers',
  ENETUNREACH: 'no network leads there',
  EHOSTUNREACH: 'no way leads to the host',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the other side ended it',
};

/**
 * Why a connection failed: the code of the system's error, or what a proxy answered instead of making the connection.
 *
 * @throws Error when a proxy or a certificate refuses it, so that asking again is of no use
 */
export function failureOf({ reason }: ConnectionError, url: string): string {
  const status = Number(/^Proxy response \((\d+)\)/.exec(reason.message)?.[1]);
  if (!Number.isNaN(status)) return `the connection failed (${proxyAnswer(status, url)})`;
  const said = [...causesOf(reason)];
  const code = said
    .map((each) => each.code ?? '')
    .find((each) => each !== '' && !each.startsWith('UND_ERR_'));
  const message = said.map((each) => each.message).find((each) => each !== '') ?? reason.name;
  if (code !== undefined && CERTIFICATE.test(code)) {
    throw new Error(
      `download of ${url} failed: the certificate isn't trusted (${code}: ${message}); where the network puts its own in its ` +
        'place, NODE_EXTRA_CA_CERTS names the file of the authority that signs them',
    );
  }
  if (code === undefined) return `the connection failed (${message})`;
  const words = WORDS[code];
  return `the connection failed (${code})${words === undefined ? '' : `, as ${words}`}`;
}

/**
 * What a proxy answered in the place of the server.
 *
 * @throws Error when it refuses, with the way out
 */
function proxyAnswer(status: number, url: string): string {
  const proxy = proxyOf(url);
  const answer = `the proxy ${proxy} answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (!REFUSED.has(status)) return answer;
  const wayOut =
    status === 407
      ? `it wants a name and a password, as in HTTPS_PROXY=http://name:password@${proxy}`
      : 'ask whoever runs it, or name another by HTTPS_PROXY';
  throw new Error(`download of ${url} failed: ${answer}; ${wayOut}`);
}

/** An error and what it came of: of several addresses, each one's. */
function* causesOf(error: unknown): Generator<NodeJS.ErrnoException> {
  if (!(error instanceof Error)) return;
  yield error;
  for (const each of error instanceof AggregateError ? error.errors : []) yield* causesOf(each);
  yield* causesOf(error.cause);
}

/** The host and port of the proxy that requests to an address go through. */
function proxyOf(url: string): string {
  const { http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY } = process.env;
  const plain = http_proxy ?? HTTP_PROXY;
  const named = url.startsWith('https:') ? (https_proxy ?? HTTPS_PROXY ?? plain) : plain;
  return named && URL.canParse(named) ? new URL(named).host : 'of this network';
}
