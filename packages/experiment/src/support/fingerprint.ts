import { createHash } from 'node:crypto';

/** SHA-256 of what a record is made from, in the order of its keys. */
export function fingerprintOf(identity: object): string {
  return sha256(JSON.stringify(identity));
}

/** SHA-256 of a text in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
