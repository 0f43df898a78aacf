import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A package of the repository as the overview lists it. */
export interface PackageEntry {
  readonly name: string;
  readonly description: string;
}

declare const data: PackageEntry[];

export { data };

export default {
  watch: ['../../packages/*/package.json'],
  load: (files: string[]): PackageEntry[] =>
    files.sort().map((file) => ({
      name: basename(dirname(file)),
      description: JSON.parse(readFileSync(file, 'utf8')).description,
    })),
};
