import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imdb, type TextDataset } from '@better-attention/datasets';
import { readRecord, writeRecord } from '@better-attention/records';
import { adam, type Engine, onnxEngine } from '@better-attention/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineExperiment, textClassifier } from '../src/index.js';
import { type PlannedRun, plan, resolve } from '../src/plan.js';
import { describeMachine } from '../src/provenance.js';
import { executeRun, type RunSetting } from '../src/run.js';
import { SAMPLES } from '../src/workspace.js';

const definition = imdb({ vocabularySize: 500, length: 8 });
const hash = '0'.repeat(64);
const source = { commit: 'unknown', dirty: false, packages: hash, lockfile: hash };

let dataset: TextDataset;
let engine: Engine;
beforeAll(async () => {
  dataset = await definition.load({ use: 'sample', samples: SAMPLES, limits: { train: 300, test: 100 } });
  engine = await onnxEngine({ threads: 1 });
});

function settingWith(learningRate: number): RunSetting {
  const experiment = defineExperiment({
    name: 'imdb',
    table: 'IMDB',
    dataset: definition,
    model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 4, dropout: 0.1 }),
    training: { optimiser: adam({ learningRate }), batchSize: 32, epochs: 2, select: 'accuracy' },
    mechanisms: ['super'],
    seeds: 1,
    presets: { tiny: { because: 'a test' } },
    deviations: [],
  });
  return { experiment: resolve(experiment, 'tiny'), dataset, engine, machine: describeMachine(), source };
}

const firstRun = ({ experiment }: RunSetting) => plan(experiment)[0] as PlannedRun;

describe('executeRun', () => {
  it('records what a run measured, the same for the same seed', async () => {
    const setting = settingWith(0.01);
    const record = await executeRun(firstRun(setting), setting, {});
    if (record.status !== 'complete') throw new Error(record.error);
    expect(record.data.examples).toEqual({ train: 270, validation: 30, test: 100 });
    expect(record.data.source).toBe('embedded sample');
    expect(record.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(record.test.accuracy).toBeGreaterThan(0.3);
    expect(record.parameters).toEqual({ model: 4489, attention: 208 });
    expect(record.trainSeconds).toBeGreaterThan(0);
    expect(record.inferenceMilliseconds).toBeGreaterThan(0);
    const again = await executeRun(firstRun(setting), setting, {});
    expect(again).toMatchObject({ test: record.test, bestEpoch: record.bestEpoch });

    const folder = await mkdtemp(join(tmpdir(), 'runs '));
    expect(await readRecord(await writeRecord(folder, record))).toEqual(record);
    await rm(folder, { recursive: true });
  });

  it('records a divergence as a failed run with the epochs before it', async () => {
    const setting = settingWith(1e30);
    const record = await executeRun(firstRun(setting), setting, {});
    expect(record).toMatchObject({
      status: 'failed',
      error: 'training diverged: the loss is not a finite number in epoch 1; try a lower learning rate',
      epochs: [],
    });
  });

  it('ends when it is told to', async () => {
    const setting = settingWith(0.01);
    const run = executeRun(firstRun(setting), setting, { signal: AbortSignal.abort(new Error('stopped')) });
    await expect(run).rejects.toThrow('stopped');
  });
});
