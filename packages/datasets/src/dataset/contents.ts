import { createHash } from 'node:crypto';
import type { Digest } from '../origin/digest.js';

/** Adds up the digest of the examples of a data set: the same however their files are packed. */
export interface ContentsHash {
  /** Adds an example of some bytes, by a line that tells it from all others. */
  add(line: string, bytes: number): void;
  /** The digest of all lines in their order. Nothing can be added after it. */
  digest(): Digest;
}

/** A hash of no examples yet. */
export function contentsHash(): ContentsHash {
  const hash = createHash('sha256');
  let total = 0;
  return {
    add(line, bytes) {
      hash.update(`${line}\n`);
      total += bytes;
    },
    digest: () => ({ bytes: total, sha256: hash.digest('hex') }),
  };
}
