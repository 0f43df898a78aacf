import { expect, it } from 'vitest';
import { ConnectionError, failureOf } from '../../src/origin/connection.js';

const URL_OF_FILE = 'https://publisher.invalid/data.bin';
const failed = (reason: Error) => failureOf(new ConnectionError(reason), URL_OF_FILE);
const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

it.each([
  [
    coded('ENOTFOUND', 'getaddrinfo ENOTFOUND publisher.invalid'),
    '(ENOTFOUND), as no such host is known here',
  ],
  [coded('EAI_AGAIN'), '(EAI_AGAIN), as no server of names answers'],
  [coded('ETIMEDOUT'), '(ETIMEDOUT)'],
  [
    coded('UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error (timeout: 10000ms)'),
    '(Connect Timeout Error (timeout: 10000ms))',
  ],
  [
    new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]),
    '(ENETUNREACH), as no network leads there',
  ],
  [new Error('fetch failed', { cause: coded('ECONNRESET') }), '(ECONNRESET), as the other side ended it'],
  [new Error(''), '(Error)'],
])('a connection fails with what is known of its reason: %o', (reason, said) => {
  expect(failed(reason)).toBe(`the connection failed ${said}`);
});

it.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('a certificate that is refused ends the download at once: %s', (code) => {
  expect(() => failed(coded(code, 'words of OpenSSL'))).toThrow(
    `download of ${URL_OF_FILE} failed: the certificate isn't trusted (${code}: words of OpenSSL); where the network`,
  );
});

it.each([500, 502, 503, 504])('a proxy that answers %i may be asked again', (status) => {
  expect(failed(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`))).toMatch(
    new RegExp(`^the connection failed \\(the proxy .* answered ${status} .+\\)$`),
  );
});
