import { basename } from 'node:path';
import type { Digest } from '../origin/digest.js';
import type { ObtainedFiles, VerifiedFile } from '../origin/obtain.js';

/** Where a data set came from. */
export interface Provenance {
  readonly source: ObtainedFiles['source'];
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** SHA-256 over the examples themselves: the same however they are packed. */
  readonly contents: string;
  /** What a reader of the results should know, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Files as a run's record names them.
 *
 * @param contents what stands for the size and the sum of an unpacked folder: those of the examples in it
 */
export function describedFiles(files: readonly VerifiedFile[], contents: Digest): Provenance['files'] {
  return files.map(({ path, bytes = contents.bytes, sha256 = contents.sha256 }) => ({
    name: basename(path),
    bytes,
    sha256,
  }));
}
