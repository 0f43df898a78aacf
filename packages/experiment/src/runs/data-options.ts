import type { ResolvedExperiment } from '../definition/define-experiment.js';
import type { Workspace } from '../workspace/workspace.js';

/** Where the data of an experiment is looked for. */
export function dataOptions({ samples }: Workspace, { embeddedSample }: ResolvedExperiment) {
  return { use: embeddedSample ? 'sample' : 'full', samples } as const;
}
