import { readFile } from 'node:fs/promises';
import { Failure } from '../support/failure.js';
import { packagesHash, TRAINED_CODE } from './provenance.js';

/** Which sources the build is made from that this module belongs to; a process that runs the sources has no such file. */
const STAMP = new URL('../sources.sha256', import.meta.url);

/**
 * Sees to it that a record can't name newer sources than the build that made it.
 *
 * @throws Failure when this build is made from other sources than lie in the repository
 */
export async function requireCurrentBuild(root: string, stamp: URL = STAMP): Promise<void> {
  const built = await readFile(stamp, 'utf8').catch(() => undefined);
  if (built === undefined || built.trim() === (await packagesHash(root, TRAINED_CODE))) return;
  throw new Failure('what is built is made from other sources than lie in packages/; run: npm run build');
}
