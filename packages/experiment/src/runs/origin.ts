import { createHash } from 'node:crypto';
import type { Dataset } from '@better-attention/datasets';
import type { SourceRecord } from '@better-attention/records';
import type { Engine, NamedArrays } from '@better-attention/training';
import type { PlannedRun } from './plan-runs.js';

/** What the bits of a run follow from; a training goes on from a checkpoint only where all of it is the same. */
export type Origin = Readonly<Record<keyof typeof DIFFERENCES, string>>;

/** How a checkpoint differs that was made from something else. */
const DIFFERENCES = {
  settings: () => 'made with other settings',
  data: () => 'made of other examples',
  packages: () => 'made by other sources of the packages',
  lockfile: () => 'made with other dependencies (pnpm-lock.yaml)',
  start: () => 'made from other parameters to start with',
  engine: (kept: string, own: string) => `made by the engine ${kept}, this run has ${own}`,
  versions: (kept: string, own: string) => `made by ${kept}, this run has ${own}`,
  node: (kept: string, own: string) => `made by Node ${kept}, this run has ${own}`,
  threads: (kept: string, own: string) => `made by ${counted(kept)}, this run has ${own}`,
};

/** What a run is made from. */
export interface OriginParts {
  readonly run: Pick<PlannedRun, 'fingerprint'>;
  readonly dataset: Pick<Dataset, 'provenance'>;
  readonly source: Pick<SourceRecord, 'packages' | 'lockfile'>;
  readonly engine: Pick<Engine, 'name' | 'device' | 'versions'>;
  /** The parameters that a fine-tuned run starts from. */
  readonly startFrom?: NamedArrays | undefined;
}

/** The origin of a run but for its threads, which are known once its model is compiled. */
export function originOf({ run, dataset, source, engine, startFrom }: OriginParts): Omit<Origin, 'threads'> {
  return {
    settings: run.fingerprint,
    data: dataset.provenance.contents,
    packages: source.packages,
    lockfile: source.lockfile,
    start: startFrom === undefined ? 'none' : hashOf(startFrom),
    engine: `${engine.name} on ${engine.device}`,
    versions: Object.entries(engine.versions)
      .map((version) => version.join(' '))
      .join(', '),
    node: process.version.split('.')[0] as string,
  };
}

/** SHA-256 of arrays with their names. */
function hashOf({ arrays }: NamedArrays): string {
  const hash = createHash('sha256');
  for (const [name, { values }] of Object.entries(arrays)) hash.update(name).update(values);
  return hash.digest('hex');
}

/** In what a checkpoint's origin differs from a run's, in words; nothing where it doesn't. */
export function difference(kept: Partial<Origin>, own: Partial<Origin>): string | undefined {
  const parts = Object.keys(own) as (keyof Origin)[];
  const part = parts.find((each) => kept[each] !== own[each]);
  return part && DIFFERENCES[part](kept[part] ?? 'none', own[part] as string);
}

function counted(threads: string): string {
  return `${threads} thread${threads === '1' ? '' : 's'}`;
}
