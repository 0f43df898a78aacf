import { samplesFolder } from '@better-attention/samples';
import type { ResolvedExperiment } from '../definition/define-experiment.js';

/** Where the data of an experiment is looked for. */
export function dataOptions({ embeddedSample }: Pick<ResolvedExperiment, 'embeddedSample'>) {
  return { use: embeddedSample ? 'sample' : 'full', samples: samplesFolder } as const;
}
