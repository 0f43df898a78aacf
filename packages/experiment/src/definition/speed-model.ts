import type { Dataset } from '@better-attention/datasets';
import type { RandomStream } from '@better-attention/random';
import type { SpeedRecord } from '@better-attention/records';
import type { Optimiser } from '@better-attention/training';
import { fingerprintOf } from '../support/fingerprint.js';
import type { Json } from '../support/json.js';
import {
  type Experiment,
  type ExperimentData,
  type ResolvedExperiment,
  resolveExperiment,
} from './define-experiment.js';

/** Makes random examples in the form of a data set's, without its files. */
export interface SyntheticData {
  /** What the examples are like, for the record. */
  readonly settings: Readonly<Record<string, Json>>;
  /**
   * So many examples.
   *
   * @param data the data set whose sizes they have
   */
  dataset(data: Pick<ExperimentData, 'name' | 'options'>, examples: number, random: RandomStream): Dataset;
}

/** A table whose model is timed, and what stands for its data. */
export interface TimedTable {
  readonly experiment: Experiment;
  /** At the sizes of one of its presets. */
  readonly examples: (size: string) => SyntheticData;
}

/** A model of a table at the sizes of one of its presets, before it has a mechanism. */
export interface SpeedModel extends Pick<ResolvedExperiment, 'model' | 'dataset' | 'training'> {
  readonly examples: SyntheticData;
  /** As records name it. */
  readonly about: SpeedRecord['model'];
  /** The model, its data and its training, for the record. */
  readonly settings: Readonly<Record<string, Json>>;
}

/** Which models are timed. */
interface ModelChoice {
  readonly tables: readonly TimedTable[];
  /** Presets of those tables. */
  readonly sizes: readonly string[];
  /** The most examples of a step, by size and table; elsewhere as many as its own runs have. */
  readonly largestBatch: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The models of tables at each of the sizes; presets that give a table the same model share it. */
export function speedModels({ tables, sizes, largestBatch }: ModelChoice): SpeedModel[] {
  return tables.flatMap(({ experiment, examples }) => {
    const models = new Map<string, SpeedModel>();
    for (const size of sizes) {
      const model = modelAt(resolveExperiment(experiment, { preset: size }), {
        examples: examples(size),
        size,
        largestBatch: largestBatch[size]?.[experiment.name],
      });
      const key = fingerprintOf(model.settings);
      const shared = models.get(key)?.about.sizes ?? [];
      models.set(key, { ...model, about: { ...model.about, sizes: [...shared, size] } });
    }
    return [...models.values()];
  });
}

interface ModelSize {
  readonly examples: SyntheticData;
  readonly size: string;
  readonly largestBatch: number | undefined;
}

function modelAt(
  { name, model, dataset, training }: ResolvedExperiment,
  { examples, size, largestBatch = Number.POSITIVE_INFINITY }: ModelSize,
): SpeedModel {
  const { batchSize, optimiser, clipNorm } = training;
  const batch = Math.min(batchSize, largestBatch);
  return {
    model,
    dataset,
    training,
    examples,
    about: { table: name, sizes: [size], batch, statedBatch: batchSize },
    settings: {
      model: { name: model.name, ...model.settings, heads: model.heads },
      dataset: { name: dataset.name, ...dataset.options },
      examples: { ...examples.settings },
      training: {
        batch,
        statedBatch: batchSize,
        optimiser: { name: optimiser.name, ...timedSettings(optimiser) },
        ...(clipNorm !== undefined && { clipNorm }),
      },
    },
  };
}

/** An optimiser's settings, but for the fall of its rate: a smaller number is as much work. */
function timedSettings({ settings }: Optimiser): Optimiser['settings'] {
  const { decaySteps: _, ...timed } = settings;
  return timed;
}
