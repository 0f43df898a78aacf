import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecord, readRecords, writeRecord } from '../src/files.js';
import { RUNS } from '../src/record-kind.js';
import { type RunRecord, runFile } from '../src/run-record.js';

const hash = 'a'.repeat(64);
const record: RunRecord = {
  version: 1,
  experiment: 'imdb',
  preset: 'sample',
  mechanism: 'super',
  heads: 4,
  seed: 0,
  configuration: { training: { epochs: 1 } },
  fingerprint: hash,
  data: {
    name: 'imdb',
    source: 'embedded sample',
    files: [{ name: 'a.tar.gz', bytes: 3, sha256: hash }],
    contents: hash,
    examples: { train: 9, validation: 1, test: 5 },
    remarks: [],
  },
  engine: { name: 'wasm', device: 'cpu', threads: 1, concurrentRuns: 1, versions: {} },
  machine: { processor: 'x', cores: 2, memoryBytes: 1, platform: 'linux', node: 'v20' },
  source: { commit: 'abc', dirty: false, packages: hash, lockfile: hash },
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  epochs: [],
  status: 'failed',
  error: 'training diverged',
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records a '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('run records', () => {
  it('are named by what a table varies', () => {
    expect(runFile(record)).toBe('super-h4-seed0.json');
  });

  it('come back as they were written', async () => {
    const path = await writeRecord(join(folder, 'runs', 'sample'), record, RUNS);
    expect(await readRecord(path, RUNS)).toEqual(record);
    expect(await readRecords(join(folder, 'runs', 'sample'), RUNS)).toEqual(
      new Map([['super-h4-seed0.json', record]]),
    );
  });

  it('of a folder that does not exist are none', async () => {
    expect(await readRecords(join(folder, 'missing'), RUNS)).toEqual(new Map());
  });

  it('are refused with the key that is wrong, unknown or missing', async () => {
    const wrong = { ...record, heads: 0, colour: 'red' } as unknown as RunRecord;
    await expect(writeRecord(folder, wrong, RUNS)).rejects.toThrow(
      /not a valid run record[\s\S]*colour[\s\S]*heads/,
    );
    expect(await readdir(folder)).toEqual([]);
    const { seed: _, ...lacking } = record;
    await writeFile(join(folder, 'x.json'), JSON.stringify(lacking));
    await expect(readRecords(folder, RUNS)).rejects.toThrow(/x\.json: not a valid run record[\s\S]*seed/);
  });

  it('cut off in the middle are refused with the file and the way out', async () => {
    const path = join(folder, 'cut.json');
    await writeFile(path, JSON.stringify(record).slice(0, 100));
    await expect(readRecord(path, RUNS)).rejects.toThrow(
      /cut\.json: not a run record, not even JSON .* train again/,
    );
  });
});
