import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecords, writeRecord } from '../src/files.js';
import type { ComplexityRecord, LatencyRecord } from '../src/layer-form.js';
import { LAYERS } from '../src/record-kind.js';
import { times } from './records.js';

const { repetition: _, engine: __, ...identity } = times;
const counts: ComplexityRecord = {
  ...identity,
  kind: 'complexity',
  measurements: [
    {
      mechanism: 'super',
      heads: 4,
      modelWidth: 64,
      contextLength: 32,
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
