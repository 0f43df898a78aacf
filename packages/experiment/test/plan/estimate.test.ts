import type { RunRecord } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import {
  type Estimate,
  type Executor,
  isMadeBy,
  recordedEstimate,
  secondsAlone,
  sumOf,
  totalOf,
} from '../../src/plan/estimate.js';

const machine = { processor: 'p', cores: 4, memoryBytes: 1, platform: 'linux', node: 'v20' };

function record({ seconds = 10, concurrentRuns = 1, ...change }: Record<string, unknown> = {}): RunRecord {
  return {
    status: 'complete',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: new Date(Date.UTC(2026, 0, 1) + 1000 * (seconds as number)).toISOString(),
    trainSeconds: 5,
    peakMemoryBytes: 1000,
    data: { examples: { train: 1000 } },
    machine,
    engine: { name: 'onnx', device: 'cpu', threads: 2, concurrentRuns, versions: {} },
    ...change,
  } as RunRecord;
}

const estimate = (measuring: number, preparation = 0, memoryBytes?: number): Estimate => ({
  preparation,
  measuring,
  memoryBytes,
  basis: { kind: 'calibrated', processor: 'p', cores: 4, threads: 2 },
});

describe('recordedEstimate', () => {
  it('is the median of the times and the most of the memory, and says where', () => {
    const records = [
      record({ seconds: 10 }),
      record({ seconds: 90, peakMemoryBytes: 3000 }),
      record({ seconds: 20 }),
    ];
    expect(recordedEstimate(records)).toEqual({
      preparation: 0,
      measuring: 20,
      memoryBytes: 3000,
      basis: { kind: 'recorded', processor: 'p', cores: 4, threads: 2 },
    });
  });

  it('has fewer steps on fewer examples, and as many evaluations', () => {
    expect(recordedEstimate([record({ seconds: 10 })], 200)).toMatchObject({ measuring: 5 + 5 * 0.2 });
    expect(recordedEstimate([record({ seconds: 10 })], 1000)).toMatchObject({ measuring: 10 });
  });

  it.each([
    ['failed', { status: 'failed' }],
    ['shared the machine', { concurrentRuns: 2 }],
    ['went on from a checkpoint', { resumed: 1 }],
    ['went on from one before records said so', { seconds: 4 }],
  ])('takes none that %s', (_, change) => {
    expect(recordedEstimate([record(change)])).toBeUndefined();
    expect(recordedEstimate([record(change), record()])).toMatchObject({ measuring: 10 });
  });
});

describe('isMadeBy', () => {
  const executor: Executor = {
    machine: { processor: 'p', cores: 4 },
    engine: 'onnx',
    device: 'cpu',
    threads: 2,
  };

  it.each<[string, Partial<Executor>, boolean]>([
    ['the same', {}, true],
    ['more threads than a step needs', { threads: 4 }, true],
    ['fewer threads', { threads: 1 }, false],
    ['another engine', { engine: 'wasm' }, false],
    ['another device', { device: 'cuda' }, false],
    ['another processor', { machine: { processor: 'q', cores: 4 } }, false],
    ['other cores', { machine: { processor: 'p', cores: 1 } }, false],
  ])('of %s', (_, change, expected) => {
    expect(isMadeBy({ ...executor, ...change }, record())).toBe(expected);
  });
});

describe('totals', () => {
  it('share one preparation within a table', () => {
    const units = [estimate(10, 3, 100), estimate(20, 4, 200)];
    expect(units.map(secondsAlone)).toEqual([13, 24]);
    expect(totalOf(units)).toEqual({ units: 2, seconds: 34, memoryBytes: 200, unknown: 0 });
  });

  it('take a unit without an estimate for the mean of its table', () => {
    expect(totalOf([estimate(10), undefined], [estimate(30)])).toMatchObject({
      units: 2,
      seconds: 30,
      unknown: 0,
    });
    expect(totalOf([undefined])).toEqual({ units: 1, seconds: 0, memoryBytes: undefined, unknown: 1 });
    expect(totalOf([], [estimate(30, 1, 1)])).toEqual({
      units: 0,
      seconds: 0,
      memoryBytes: undefined,
      unknown: 0,
    });
  });

  it('of tables add up', () => {
    expect(
      sumOf([totalOf([estimate(10, 1, 5)]), totalOf([estimate(20, 1, 7)]), totalOf([undefined])]),
    ).toEqual({
      units: 3,
      seconds: 32,
      memoryBytes: 7,
      unknown: 1,
    });
  });
});
