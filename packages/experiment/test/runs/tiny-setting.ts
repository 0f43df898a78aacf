import { imdb } from '@better-attention/datasets';
import { adam, type Engine } from '@better-attention/training';
import { resolveExperiment } from '../../src/definition/define-experiment.js';
import { defineExperiment, textClassifier } from '../../src/index.js';
import { type PlannedRun, planRuns } from '../../src/runs/plan-runs.js';
import type { RunSetting } from '../../src/runs/run.js';
import { describeMachine } from '../../src/workspace/provenance.js';

const definition = imdb({ vocabularySize: 500, length: 8 });
const hash = '0'.repeat(64);

/** What a tiny run is trained with: 270 examples, two epochs, some milliseconds a step. */
export async function tinySetting(
  engine: Engine,
  {
    learningRate = 0.01,
    batchSize = 32,
  }: { readonly learningRate?: number; readonly batchSize?: number } = {},
): Promise<RunSetting> {
  const experiment = defineExperiment({
    name: 'imdb',
    title: 'IMDB',
    dataset: definition,
    model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 4, dropout: 0.1 }),
    training: { optimiser: adam({ learningRate }), batchSize, epochs: 2, select: 'accuracy' },
    columns: ['loss', 'accuracy'],
    headline: 'accuracy',
    mechanisms: ['super'],
    seeds: 1,
    presets: { tiny: { because: 'a test' } },
    deviations: [],
  });
  return {
    experiment: resolveExperiment(experiment, { preset: 'tiny' }),
    dataset: await definition.load({
      use: 'sample',
      limits: { train: 300, test: 100 },
    }),
    engine,
    machine: describeMachine(),
    source: { commit: 'unknown', dirty: false, packages: hash, lockfile: hash },
  };
}

/** The only run of its table. */
export const firstRun = ({ experiment }: Pick<RunSetting, 'experiment'>): PlannedRun =>
  planRuns(experiment)[0] as PlannedRun;
