import { createHash } from 'node:crypto';

/** The examples of a data set, however they are packed. */
export interface Contents {
  /** The size of all of them together. */
  readonly bytes: number;
  /** SHA-256 over what each of them is, in their order, in hexadecimal digits. */
  readonly sha256: string;
}

/** Adds up {@link Contents} example by example. */
export interface ContentsHash {
  /** Adds an example of some bytes, whose line tells it from all others. */
  add(line: string, bytes: number): void;
  /** What was added; nothing can be added afterwards. */
  digest(): Contents;
}

/** The contents of no examples yet. */
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
