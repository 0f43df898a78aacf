import { type Dataset, drawExamples } from '@better-attention/datasets';
import { type RandomStream, randomStream } from '@better-attention/random';
import {
  type DataRecord,
  type MachineRecord,
  packBits,
  RECORD_VERSION,
  type RunRecord,
  type SourceRecord,
  variantParts,
} from '@better-attention/records';
import {
  batchCount,
  DivergenceError,
  type Engine,
  inferenceTime,
  type NamedArrays,
  type Progress,
  type Trainer,
  type TrainingResult,
  train,
} from '@better-attention/training';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { startOptions } from '../definition/matrix-start.js';
import type { RunnableModel } from '../definition/model.js';
import { machineLoad } from '../support/machine-load.js';
import { timeSpan } from '../support/time-span.js';
import { attentionMapsOf } from './attention-maps.js';
import type { Checkpoints } from './checkpoints.js';
import { engineRecord } from './engines.js';
import { keptMetadata } from './kept-parameters.js';
import type { PlannedRun } from './plan-runs.js';
import { attentionFile, type FileContents, translationFiles, vocabularyFiles } from './run-files.js';
import { transferred } from './transfer.js';

/** What runs of one table share. */
export interface RunSetting {
  readonly experiment: ResolvedExperiment;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly machine: MachineRecord;
  readonly source: SourceRecord;
}

/** What one run is given besides, and how it is watched and ended early. */
export interface RunOptions {
  /** Parameters to start from instead of random ones, where the model has them. */
  readonly startFrom?: NamedArrays | undefined;
  /** Where it is kept until it ends; by default nowhere. */
  readonly checkpoints?: Checkpoints | undefined;
  /** Whether the result holds the trained parameters (default false). */
  readonly keepParameters?: boolean | undefined;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** What a run ends with. */
export interface RunResult {
  readonly record: RunRecord;
  /** Files that the record names, by their paths beside it. */
  readonly files: FileContents;
  /** The trained parameters where they are kept; none of a failed run. */
  readonly parameters?: NamedArrays;
}

/** Of a run that isn't kept while it is trained. */
const ALONE = { sittings: 0, concurrentRuns: 1 };

/** A run before its first step. */
export async function prepareRun(
  run: PlannedRun,
  { experiment, dataset, engine }: Pick<RunSetting, 'experiment' | 'dataset' | 'engine'>,
) {
  const { mechanism, heads, seed, variant } = run;
  const { batchSize, optimiser, clipNorm } = experiment.training;
  const random = randomStream(seed);
  const { train: training, validation } = partsOf(dataset, run, random);
  const model = experiment.model.build({
    mechanism,
    heads,
    dataset,
    attentionOptions: startOptions(variant),
  });
  const trainer = await engine.prepare(
    {
      fields: dataset.fields,
      batchSize,
      optimiser,
      clipNorm,
      init: model.init,
      loss: model.loss,
      ...(model.evaluate && { evaluate: model.evaluate }),
    },
    random.derive('initialisation'),
  );
  return { random, training, validation, model, trainer };
}

/** The examples that a run is trained on and validated with. @throws RangeError when there are fewer than it takes */
function partsOf(dataset: Dataset, { trainExamples }: PlannedRun, random: RandomStream) {
  const parts = dataset.split(random.derive('split'));
  if (trainExamples === undefined) return parts;
  const train = drawExamples(parts.train, { count: trainExamples, random: random.derive('training part') });
  return { ...parts, train };
}

/** Trains one planned run and returns its record; a divergence becomes the record of a failed run. */
export async function executeRun(
  run: PlannedRun,
  setting: RunSetting,
  options: RunOptions = {},
): Promise<RunResult> {
  const { experiment, dataset, engine, machine, source } = setting;
  const { startFrom, checkpoints, keepParameters, onProgress, signal } = options;
  const { batchSize, epochs, select } = experiment.training;
  const span = timeSpan();
  const load = machineLoad();
  const { random, training, validation, model, trainer } = await prepareRun(run, setting);
  const vocabularies = vocabularyFiles(dataset.vocabularies);
  const identity = () => {
    const { sittings, concurrentRuns } = checkpoints?.history() ?? ALONE;
    return {
      version: RECORD_VERSION as typeof RECORD_VERSION,
      experiment: experiment.name,
      preset: experiment.preset.name,
      ...run,
      data: {
        ...dataRecord(dataset, training.size, validation.size),
        ...(vocabularies.entries.length > 0 && { vocabularies: vocabularies.entries }),
      },
      engine: engineRecord(engine, { threads: trainer.threads, concurrentRuns }),
      machine,
      source,
      ...span(),
      load: load(),
      ...(sittings > 0 && { resumed: sittings }),
    };
  };

  try {
    if (startFrom) await trainer.restore(transferred(startFrom, await trainer.snapshot()));
    const steps = batchCount(training.size, batchSize);
    const result = await train(trainer, {
      train: training,
      validation,
      test: dataset.test,
      batchSize,
      epochs,
      select,
      random,
      resume: await checkpoints?.begin({ threads: trainer.threads, steps }),
      onCheckpoint: checkpoints?.offer,
      onProgress,
      signal,
    });
    const measured = await measurements(result, model, trainer, setting, signal).catch(async (error) => {
      if (signal?.aborted) await checkpoints?.offer({ make: async () => result.checkpoint, stopping: true });
      throw error;
    });
    const { results, examined } = measured;
    const translations = examined?.translations && translationFiles(run, examined.translations);
    const attention =
      run.seed === 0 && variantParts(run).length === 0
        ? attentionFile(run, await attentionMapsOf(model.attention, trainer, dataset))
        : undefined;
    return {
      record: {
        ...identity(),
        ...results,
        ...(translations && { translations: translations.entry }),
        ...(attention && { attention: attention.entry }),
      },
      files: new Map([
        ...vocabularies.contents,
        ...(translations?.contents ?? []),
        ...(attention?.contents ?? []),
      ]),
      ...(keepParameters && {
        parameters: {
          arrays: (await trainer.snapshot()).parameters,
          metadata: keptMetadata(run, setting),
        },
      }),
    };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return {
      record: { ...identity(), status: 'failed', epochs: [...error.completed], error: error.message },
      files: vocabularies.contents,
    };
  } finally {
    await checkpoints?.settled();
    await trainer.dispose();
  }
}

async function measurements(
  { epochs, bestEpoch, test, correct }: TrainingResult,
  model: RunnableModel,
  trainer: Trainer,
  { experiment, dataset }: RunSetting,
  signal: AbortSignal | undefined,
) {
  const { batchSize } = experiment.training;
  const examined = await model.examine?.(trainer, { signal });
  const results = {
    status: 'complete' as const,
    epochs: [...epochs],
    bestEpoch,
    test: { ...test, ...examined?.metrics },
    trainSeconds: epochs.reduce((sum, { trainSeconds }) => sum + trainSeconds, 0),
    inferenceMilliseconds: await inferenceTime(trainer, dataset.test, { batchSize, signal }),
    inferenceBatch: batchSize,
    parameters: { model: model.parameterCount, attention: model.attentionParameterCount },
    matmulsPerHead: model.matmulsPerHead,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    ...(correct && { correct: packBits(correct) }),
    ...(examined?.scoring && { scoring: examined.scoring }),
    ...(examined && { samples: examined.samples }),
  };
  return { results, examined };
}

function dataRecord(dataset: Dataset, train: number, validation: number): DataRecord {
  const { source, files, contents, remarks } = dataset.provenance;
  const { name, title, guessing } = dataset;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(guessing && { guessing: { ...guessing } }),
    source,
    files: [...files],
    contents,
    remarks: [...remarks],
    examples: { train, validation, test: dataset.test.size },
  };
}
