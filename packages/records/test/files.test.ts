import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecord, readRecords, writeRecord } from '../src/files.js';
import { RUNS } from '../src/record-kind.js';
import type { RunRecord } from '../src/run-form.js';
import { runFile, runIdentity } from '../src/run-record.js';
import { failed as record } from './records.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records a '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('run records', () => {
  it('are named by what a table varies', () => {
    expect(runFile(record)).toBe('super-h4-seed0.json');
    expect(runFile({ ...record, variant: 'identity' })).toBe('super-h4-identity-seed0.json');
    expect(runFile({ ...record, trainExamples: 2000 })).toBe('super-h4-train2000-seed0.json');
    expect(runFile({ ...record, variant: 'identity', trainExamples: 2000 })).toBe(
      'super-h4-identity-train2000-seed0.json',
    );
  });

  it('come back as they were written', async () => {
    const path = await writeRecord(join(folder, 'runs', 'sample'), record, RUNS);
    expect(await readRecord(path, RUNS)).toEqual(record);
    expect(await readRecords(join(folder, 'runs', 'sample'), RUNS)).toEqual(
      new Map([['super-h4-seed0.json', record]]),
    );
  });

  it('of variants have a file and an identity of their own', async () => {
    const started = { ...record, variant: 'identity' };
    const onPart = { ...record, trainExamples: record.data.examples.train };
    const runs = [record, started, onPart, { ...onPart, ...started }];
    for (const each of runs) await writeRecord(folder, each, RUNS);
    expect([...(await readRecords(folder, RUNS)).keys()].sort()).toEqual(runs.map(runFile).sort());
    expect(new Set(runs.map((each) => JSON.stringify(runIdentity(each)))).size).toBe(runs.length);
    const identity = Object.keys(runIdentity(record));
    expect(identity.filter((key) => ['variant', 'trainExamples'].includes(key))).toEqual([]);
  });

  it('of a folder that does not exist are none', async () => {
    expect(await readRecords(join(folder, 'missing'), RUNS)).toEqual(new Map());
  });

  it('are not what systems lay beside them, nor folders of the name of a file', async () => {
    await writeRecord(folder, record, RUNS);
    await writeFile(join(folder, `._${runFile(record)}`), 'Mac OS X');
    await mkdir(join(folder, 'old.json'));
    expect([...(await readRecords(folder, RUNS)).keys()]).toEqual([runFile(record)]);
  });

  it('are refused with the key that is wrong, unknown or missing', async () => {
    const wrong = { ...record, heads: 0, colour: 'red' } as unknown as RunRecord;
    await expect(writeRecord(folder, wrong, RUNS)).rejects.toThrow(
      /super-h0-seed0\.json: not a valid run record, so not written[\s\S]*colour[\s\S]*heads/,
    );
    expect(await readdir(folder)).toEqual([]);
    const { seed: _, ...lacking } = record;
    await writeFile(join(folder, 'x.json'), JSON.stringify(lacking));
    await expect(readRecords(folder, RUNS)).rejects.toThrow(/x\.json: not a valid run record[\s\S]*seed/);
  });

  it('are refused under another name than their own', async () => {
    const path = await writeRecord(folder, record, RUNS);
    await rename(path, join(folder, 'super-h4-seed1.json'));
    await expect(readRecords(folder, RUNS)).rejects.toThrow(
      `${join(folder, 'super-h4-seed1.json')}: it holds what belongs into super-h4-seed0.json; move it there or delete it`,
    );
  });

  it('cut off in the middle are refused with the file and the way out', async () => {
    const path = join(folder, 'cut.json');
    await writeFile(path, JSON.stringify(record).slice(0, 100));
    await expect(readRecord(path, RUNS)).rejects.toThrow(
      /cut\.json: not a run record, not even JSON .* train again/,
    );
  });
});
