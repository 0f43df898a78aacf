import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextDataset } from '@better-attention/datasets';
import {
  type AttentionLayer,
  attentionMaps,
  layerWeights,
  RUNS,
  readRecord,
  runRecord,
  unpackBits,
  writeRecord,
} from '@better-attention/records';
import { type Checkpoint, type Engine, onnxEngine } from '@better-attention/training';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoints } from '../../src/runs/checkpoints.js';
import { type PlannedRun, planRuns } from '../../src/runs/plan-runs.js';
import { executeRun, prepareRun, type RunResult } from '../../src/runs/run.js';
import { firstRun, tinySetting } from './tiny-setting.js';

let engine: Engine;
let dataset: TextDataset;
beforeAll(async () => {
  engine = await onnxEngine({ threads: 1 });
  dataset = (await tinySetting(engine)).dataset as TextDataset;
});

const settingWith = (learningRate: number) => tinySetting(engine, { learningRate });

const hashOf = (content = '') => createHash('sha256').update(content).digest('hex');
const kept = { keepParameters: true };

/** Keeps every moment, and begins with one. */
const keptIn = (taken: Checkpoint[], from?: Checkpoint): Checkpoints => ({
  threads: undefined,
  begin: async () => from,
  offer: async ({ make }) => void taken.push(await make()),
  settled: async () => {},
  history: () => ({ sittings: from ? 1 : 0, concurrentRuns: 1 }),
});

describe('executeRun', () => {
  it('records what a run measured, the same for the same seed', async () => {
    const setting = await settingWith(0.01);
    const { record, files, parameters } = await executeRun(firstRun(setting), setting, kept);
    if (record.status !== 'complete') throw new Error(record.error);
    expect(record.data.examples).toEqual({ train: 270, validation: 30, test: 100 });
    expect(record.data.source).toBe('embedded sample');
    expect(record.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(record.test.accuracy).toBeGreaterThan(0.3);
    expect(record.parameters).toEqual({ model: 4489, attention: 208 });
    expect(record.trainSeconds).toBeGreaterThan(0);
    expect(record.inferenceMilliseconds).toBeGreaterThan(0);
    const again = await executeRun(firstRun(setting), setting, kept);
    expect(again.record).toMatchObject({ test: record.test, bestEpoch: record.bestEpoch });
    expect([again.files, again.parameters]).toEqual([files, parameters]);
    expect(parameters?.arrays['block.attention.alignment']?.shape).toEqual([8, 8]);

    const folder = await mkdtemp(join(tmpdir(), 'runs '));
    expect(await readRecord(await writeRecord(folder, record, RUNS), RUNS)).toEqual(record);
    await rm(folder, { recursive: true });
  });

  it('records which test examples are right, and how many units of the head are off after each epoch', async () => {
    const setting = await settingWith(0.01);
    const { record } = await executeRun(firstRun(setting), setting);
    if (record.status !== 'complete') throw new Error(record.error);
    const right = unpackBits(record.correct ?? '', 100).reduce((sum, flag) => sum + flag, 0);
    expect(record.test.accuracy).toBeCloseTo(right / 100, 6);
    for (const { deadUnits } of record.epochs) {
      expect(deadUnits).toBeGreaterThanOrEqual(0);
      expect(deadUnits).toBeLessThanOrEqual(4);
    }
    const loud = await settingWith(3);
    const { record: silent } = await executeRun(firstRun(loud), loud);
    expect(Math.max(...silent.epochs.map(({ deadUnits }) => deadUnits as number))).toBeGreaterThan(0);
  });

  it('keeps the vocabulary and the attention weights beside the record, and names them in it', async () => {
    const setting = await settingWith(0.01);
    const { record, files } = await executeRun(firstRun(setting), setting);
    if (record.status !== 'complete') throw new Error(record.error);
    const [vocabulary] = record.data.vocabularies ?? [];
    const words =
      files
        .get(vocabulary?.file ?? '')
        ?.trimEnd()
        .split('\n') ?? [];
    expect(words).toEqual(dataset.vocabularies.tokens);
    expect(hashOf(files.get(record.attention?.file ?? ''))).toBe(record.attention?.sha256);

    const maps = attentionMaps.parse(JSON.parse(files.get('attention/super-h2-seed0.json') ?? ''));
    expect(maps.examples.map(({ label }) => label.split(':')[0])).toEqual([
      'test text 1',
      'test text 26',
      'test text 51',
      'test text 76',
    ]);
    for (const { input, layers } of maps.examples) {
      expect(input).toMatchObject({ kind: 'text' });
      const [layer] = layers;
      expect(layer).toMatchObject({ name: 'block', heads: 2, queries: 8, keys: 8 });
      const weights = layerWeights(layer as AttentionLayer);
      for (let row = 0; row < 2 * 8; row++) {
        const sum = weights.subarray(row * 8, (row + 1) * 8).reduce((total, weight) => total + weight, 0);
        expect(sum).toBeCloseTo(1, 3);
      }
    }
  });

  it('starts W^A as the variant says, and draws everything else as ever', async () => {
    const setting = await settingWith(0.01);
    const { experiment } = setting;
    const varied = { ...experiment, ablation: { start: ['identity' as const] } };
    const [usual, identity] = planRuns(varied) as [PlannedRun, PlannedRun];
    const startOf = async (run: PlannedRun) => {
      const { trainer } = await prepareRun(run, setting);
      const arrays = await trainer.readParameters();
      await trainer.dispose();
      return Object.fromEntries(Object.entries(arrays).map(([name, { values }]) => [name, [...values]]));
    };
    const { 'block.attention.alignment': glorot, ...others } = await startOf(usual);
    const { 'block.attention.alignment': started, ...same } = await startOf(identity);
    expect(started).toEqual(Array.from({ length: 64 }, (_, at) => (at % 9 === 0 ? 1 : 0)));
    expect(glorot).not.toEqual(started);
    expect(same).toEqual(others);

    const { record, files } = await executeRun(identity, setting);
    expect(record).toMatchObject({ status: 'complete', variant: 'identity' });
    expect([...files.keys()].filter((file) => file.startsWith('attention'))).toEqual([]);
    expect(runRecord.parse(record)).toEqual(record);
  });

  it('is trained on as many examples as the run says, and validated and tested on all', async () => {
    const setting = await settingWith(0.01);
    const [whole] = planRuns(setting.experiment) as [PlannedRun];
    const part = { ...whole, trainExamples: 64 };
    const { record, files } = await executeRun(part, setting);
    expect(record).toMatchObject({
      status: 'complete',
      trainExamples: 64,
      data: { examples: { train: 64, validation: 30, test: 100 } },
    });
    expect([...files.keys()].filter((file) => file.startsWith('attention'))).toEqual([]);
    expect(runRecord.parse(record)).toEqual(record);

    const labelsOf = async (run: PlannedRun) => {
      const { training, validation, trainer } = await prepareRun(run, setting);
      await trainer.dispose();
      const { tokens } = await training.batch([...training.labels.keys()]);
      return { tokens: [...(tokens as Int32Array)], held: [...validation.labels] };
    };
    const [few, all] = [await labelsOf(part), await labelsOf(whole)];
    expect(few.held).toEqual(all.held);
    expect(await labelsOf({ ...part, mechanism: 'standard' })).toEqual(few);
    expect((await labelsOf({ ...part, seed: 1 })).tokens).not.toEqual(few.tokens);
    await expect(executeRun({ ...whole, trainExamples: 271 }, setting)).rejects.toThrow(
      'expected to draw from 1 to 270, got 271',
    );
  });

  it('goes on from the checkpoint of an interrupted run to the same record', async () => {
    const setting = await settingWith(0.01);
    const taken: Checkpoint[] = [];
    const straight = await executeRun(firstRun(setting), setting, {
      ...kept,
      checkpoints: keptIn(taken),
    });
    const resumed = await executeRun(firstRun(setting), setting, {
      ...kept,
      checkpoints: keptIn([], taken[0]),
    });
    expect(straight.parameters).toBeDefined();
    const measured = ({ record }: RunResult) =>
      record.status === 'complete' && {
        test: record.test,
        correct: record.correct,
        epochs: record.epochs.map(({ train, deadUnits }) => ({ train, deadUnits })),
      };
    expect(measured(resumed)).toEqual(measured(straight));
    expect(resumed.parameters).toEqual(straight.parameters);
  });

  it('starts from the parameters of another run', async () => {
    const setting = await settingWith(0.01);
    const { parameters: startFrom } = await executeRun(firstRun(setting), setting, kept);
    const { record } = await executeRun(firstRun(setting), setting, { startFrom });
    const fromScratch = await executeRun(firstRun(setting), setting);
    expect(fromScratch.parameters).toBeUndefined();
    expect(record.epochs[0]?.train.loss).toBeLessThan(fromScratch.record.epochs[0]?.train.loss as number);
  });

  it('records a divergence as a failed run with the epochs before it', async () => {
    const setting = await settingWith(1e30);
    const { record } = await executeRun(firstRun(setting), setting);
    expect(record).toMatchObject({
      status: 'failed',
      error: 'training diverged: the training loss is NaN in epoch 1; try a lower learning rate',
      epochs: [],
    });
  });

  it('ends when it is told to', async () => {
    const setting = await settingWith(0.01);
    const run = executeRun(firstRun(setting), setting, { signal: AbortSignal.abort(new Error('stopped')) });
    await expect(run).rejects.toThrow('stopped');
  });
});
