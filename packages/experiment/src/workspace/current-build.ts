import { Failure } from '../support/failure.js';
import { packagesHash, readStamp, TRAINED_CODE } from './provenance.js';
import type { Workspace } from './workspace.js';

/**
 * Sees to it that a record of a checkout can't name newer sources than the build that made it.
 *
 * @param stamp that of the build; by default of the one that runs
 * @throws Failure when this build is made from other sources than lie in the repository
 */
export async function requireCurrentBuild(
  { kind, root }: Pick<Workspace, 'kind' | 'root'>,
  stamp?: URL,
): Promise<void> {
  if (kind === 'project') return;
  const built = await readStamp(stamp);
  if (built === undefined || built.trained === (await packagesHash(root, TRAINED_CODE))) return;
  throw new Failure('what is built is made from other sources than lie in packages/; run: npm run build');
}
