import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecords, writeRecord } from '../src/files.js';
import type { ComplexityRecord, LatencyRecord } from '../src/layer-record.js';
import { LAYERS } from '../src/record-kind.js';

const hash = 'a'.repeat(64);
const identity = {
  version: 1 as const,
  experiment: 'inference-speed',
  preset: 'sample',
  configuration: { rounds: 5 },
  fingerprint: hash,
  machine: { processor: 'x', cores: 2, memoryBytes: 1, platform: 'linux', node: 'v20' },
  source: { commit: 'abc', dirty: false, packages: hash, lockfile: hash },
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};
const layer = { mechanism: 'super', heads: 4, modelWidth: 64, contextLength: 32 };
const times: LatencyRecord = {
  ...identity,
  kind: 'latency',
  repetition: 2,
  engine: { name: 'onnx', device: 'cpu', threads: 1, concurrentRuns: 1, versions: {} },
  measurements: [
    {
      ...layer,
      batch: 64,
      rounds: 5,
      milliseconds: { lowerQuartile: 1, median: 2, upperQuartile: 3 },
      deviation: 0,
    },
  ],
};
const counts: ComplexityRecord = {
  ...identity,
  kind: 'complexity',
  measurements: [
    {
      ...layer,
      parameters: 9216,
      parametersWithBiases: 9344,
      matmulsPerHead: 5,
      linearMultiplyAdds: 1,
      attentionMultiplyAdds: 1,
      productElements: 1,
    },
  ],
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers '));
});
afterEach(() => rm(folder, { recursive: true }));

it('come back as they were written, under names of their own', async () => {
  await writeRecord(folder, times, LAYERS);
  await writeRecord(folder, counts, LAYERS);
  expect([...(await readRecords(folder, LAYERS))]).toEqual([
    ['counts.json', counts],
    ['repetition2.json', times],
  ]);
});

it('are refused with the name of the file when a time is missing', async () => {
  const path = join(folder, 'repetition0.json');
  const [measurement] = times.measurements;
  const measurements = [{ ...measurement, milliseconds: { lowerQuartile: 1, upperQuartile: 3 } }];
  await writeFile(path, JSON.stringify({ ...times, measurements }));
  await expect(readRecords(folder, LAYERS)).rejects.toThrow(
    `${path}: not a valid record of single layers; delete it and measure again`,
  );
  await expect(readRecords(folder, LAYERS)).rejects.toThrow(/measurements\[0\]\.milliseconds\.median/);
});

it('are refused when they are written with a kind’s keys missing', async () => {
  const { engine: _, ...incomplete } = times;
  await expect(writeRecord(folder, incomplete as LatencyRecord, LAYERS)).rejects.toThrow(/engine/);
});
