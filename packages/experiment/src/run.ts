import type { Dataset } from '@better-attention/datasets';
import { randomStream } from '@better-attention/random';
import {
  type DataRecord,
  type MachineRecord,
  RECORD_VERSION,
  type RunRecord,
  type SourceRecord,
} from '@better-attention/records';
import {
  DivergenceError,
  type Engine,
  inferenceTime,
  type Progress,
  train,
} from '@better-attention/training';
import type { RunnableModel } from './define.js';
import type { PlannedRun, ResolvedExperiment } from './plan.js';

/** What runs of one table share. */
export interface RunSetting {
  readonly experiment: ResolvedExperiment;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly machine: MachineRecord;
  readonly source: SourceRecord;
}

/** How a run tells how far it is, and how it is ended early. */
export interface RunWatch {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Trains one planned run and returns its record; a divergence becomes the record of a failed run. */
export async function executeRun(run: PlannedRun, setting: RunSetting, watch: RunWatch): Promise<RunRecord> {
  const { experiment, dataset, engine, machine, source } = setting;
  const { batchSize, epochs, optimiser, select } = experiment.training;
  const startedAt = new Date().toISOString();
  const random = randomStream(run.seed);
  const { train: training, validation } = dataset.split(random.derive('split'));
  const model: RunnableModel = experiment.model.build({
    mechanism: run.mechanism,
    heads: run.heads,
    dataset,
    datasetOptions: experiment.dataset.options,
  });
  const trainer = await engine.prepare(
    { fields: dataset.fields, batchSize, optimiser, init: model.init, loss: model.loss },
    random.derive('initialisation'),
  );

  const identity = (finished: Pick<RunRecord, 'epochs'>) => ({
    version: RECORD_VERSION as typeof RECORD_VERSION,
    experiment: experiment.name,
    preset: experiment.preset,
    ...run,
    data: dataRecord(dataset, training.size, validation.size),
    engine: engineRecord(engine, trainer.threads),
    machine,
    source,
    startedAt,
    finishedAt: new Date().toISOString(),
    epochs: finished.epochs,
  });

  try {
    const result = await train(trainer, {
      train: training,
      validation,
      test: dataset.test,
      batchSize,
      epochs,
      select,
      random,
      ...watch,
    });
    return {
      ...identity({ epochs: [...result.epochs] }),
      status: 'complete',
      bestEpoch: result.bestEpoch,
      test: result.test,
      trainSeconds: result.epochs.reduce((sum, { trainSeconds }) => sum + trainSeconds, 0),
      inferenceMilliseconds: await inferenceTime(trainer, dataset.test, batchSize),
      inferenceBatch: batchSize,
      parameters: { model: model.parameterCount, attention: model.attentionParameterCount },
      matmulsPerHead: model.matmulsPerHead,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return { ...identity({ epochs: [...error.completed] }), status: 'failed', error: error.message };
  } finally {
    await trainer.dispose();
  }
}

function dataRecord(dataset: Dataset, train: number, validation: number): DataRecord {
  const { source, files, contents, remarks } = dataset.provenance;
  return {
    name: dataset.name,
    source,
    files: [...files],
    contents,
    remarks: [...remarks],
    examples: { train, validation, test: dataset.test.size },
  };
}

function engineRecord({ name, device, versions }: Engine, threads: number): RunRecord['engine'] {
  return { name, device, threads, concurrentRuns: 1, versions: { ...versions } };
}
