import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompleteRun, RUNS, writeRecord } from '@better-attention/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../src/diff/compare-snapshots.js';
import { renderChanges } from '../../src/diff/render-changes.js';
import { readSnapshot, snapshotOf } from '../../src/diff/snapshot.js';
import { writeReport } from '../../src/files/write.js';
import { buildReport } from '../../src/report/report.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'two reports '));
});
afterAll(() => rm(folder, { recursive: true }));

const runs = gridOfRuns();

function changed(mechanism: string, change: (run: CompleteRun) => Partial<CompleteRun>): CompleteRun[] {
  return runs.map((run) => (run.mechanism === mechanism ? { ...run, ...change(run) } : run));
}

function shifted(shift: (seed: number) => number) {
  return changed('super', (run) => ({
    test: { ...run.test, accuracy: (run.test.accuracy as number) + shift(run.seed) },
  }));
}

const snapshot = (of: readonly CompleteRun[]) => snapshotOf([buildTrainingTable(tableOf(of))]);
const between = (after: readonly CompleteRun[]) => compareSnapshots(snapshot(runs), snapshot(after));

describe('a difference', () => {
  it('of equal runs is none', () => {
    expect(between(runs)).toMatchObject({ cells: [], verdicts: [], compared: 40 });
  });

  it('is beyond noise where the seeds agree on it, and open where they don’t', () => {
    const [certain, ...others] = between(shifted((seed) => 0.01 + 0.0001 * seed)).cells;
    expect(others).toEqual([]);
    expect(certain).toMatchObject({
      cell: 'imdb: super, 4 heads, test.accuracy [%]',
      kind: 'beyond noise',
      seeds: 5,
    });
    expect(between(shifted((seed) => (seed % 2 === 0 ? 0.01 : -0.013))).cells).toMatchObject([
      { kind: 'open' },
    ]);
  });

  it('is tested over the seeds that both have, three at least', () => {
    const two = runs.filter(({ mechanism, seed }) => mechanism !== 'super' || seed < 2);
    const kinds = between(two).cells.map(({ kind, seeds }) => ({ kind, seeds }));
    expect(kinds).toEqual(Array(8).fill({ kind: 'too few seeds', seeds: 2 }));
  });

  it('of a count is one whatever the noise', () => {
    const after = changed('super', () => ({ parameters: { model: 643_168, attention: 3168 } }));
    expect(between(after).cells).toMatchObject([
      { cell: 'imdb: super, 4 heads, attentionParameters', before: 3136, after: 3168, kind: 'count' },
      { cell: 'imdb: super, 4 heads, modelParameters', kind: 'count' },
    ]);
  });

  it('names rows that are new or gone, and verdicts that changed', () => {
    const after = [
      ...runs.filter(({ mechanism }) => mechanism !== 'super'),
      completeRun('standard', { heads: 2 }),
    ];
    const { cells, verdicts } = between(after);
    expect(new Set(cells.map(({ kind }) => kind))).toEqual(new Set(['new', 'gone']));
    expect(verdicts).toContainEqual({
      verdict: 'claim 4-v2, imdb',
      before: 'supported',
      after: 'not measured',
    });
    expect(verdicts).toContainEqual({ verdict: 'claim 4-v2', before: 'open', after: 'not measured' });
  });

  it('is told in lines, verdicts first, with a summary', () => {
    const lines = renderChanges(between(shifted(() => -0.08))).split('\n');
    expect(lines[0]).toBe('claim 4-v2: open → contradicted');
    expect(lines.at(-2)).toBe(
      'imdb: super, 4 heads, test.accuracy [%]: 76.4493 → 68.4493 (−8.0000, by seed −8.0000 to −8.0000 over 5 shared seeds, corrected p < 0.001: beyond noise)',
    );
    expect(lines.at(-1)).toMatch(/^1 of 40 numbers changed, 1 beyond noise, 0 open; \d+ verdicts changed\.$/);
  });
});

describe('what numbers rest on', () => {
  const told = (before: readonly CompleteRun[], after: readonly CompleteRun[]) =>
    compareSnapshots(snapshot(before), snapshot(after)).evidence;

  it('is the same for the same data and settings, whatever mechanism and heads', () => {
    expect(told(runs, gridOfRuns({ heads: [4, 2] }))).toEqual([]);
  });

  it('is told first where preset, data or settings are others', () => {
    const withModel = (epochs: number) => ({
      model: { name: 'text', mechanism: 'super', heads: 4 },
      training: { epochs, batchSize: 64 },
    });
    const before = runs.map((run) => ({ ...run, configuration: withModel(10) }));
    const after = runs.map((run) => ({
      ...run,
      configuration: withModel(5),
      data: { ...run.data, contents: 'cd'.repeat(32) },
    }));
    const other = compareSnapshots(
      snapshot(before),
      snapshotOf([
        buildTrainingTable(
          tableOf(
            after.map((run) => ({ ...run, preset: 'paper' })),
            { preset: { name: 'paper' } },
          ),
        ),
      ]),
    );
    expect(renderChanges(other).split('\n').slice(0, 3)).toEqual([
      'imdb: different preset: cpu → paper',
      `imdb: different data: IMDB reviews, SHA-256 ${'ab'.repeat(32)} → IMDB reviews, SHA-256 ${'cd'.repeat(32)}`,
      'imdb: different settings: training.epochs 10 → 5',
    ]);
  });

  it('is a table that one of both lacks', () => {
    const other = { ...snapshot(runs), evidence: new Map([['mnist', undefined]]) };
    expect(
      renderChanges(compareSnapshots(snapshot(runs), other))
        .split('\n')
        .slice(0, 2),
    ).toEqual([
      'imdb: no table to compare with: in the first alone',
      'mnist: no table to compare with: in the second alone',
    ]);
  });

  it('is unknown of reports that don’t say it', () => {
    const old = { ...snapshot(runs), evidence: new Map([['imdb', undefined]]) };
    expect(renderChanges(compareSnapshots(old, snapshot(runs))).split('\n')[0]).toBe(
      'imdb: preset, data and settings may differ: at least one report is older than the statement of preset, data and settings',
    );
  });
});

describe('a folder', () => {
  it('of a report and of its records give the same numbers and verdicts', async () => {
    const [report, records] = [join(folder, 'report'), join(folder, 'records')];
    await writeReport(buildReport({ folder: report, preset: 'cpu', tables: [tableOf(runs)] }));
    for (const run of runs) await writeRecord(records, run, RUNS);
    const [first, second] = await Promise.all([readSnapshot(report), readSnapshot(records)]);
    expect(first.cells.size).toBe(40);
    expect(compareSnapshots(first, second)).toMatchObject({ evidence: [], cells: [], verdicts: [] });
  });

  it('of records keep variants apart from the runs that they vary', async () => {
    const records = await mkdtemp(join(folder, 'variants '));
    const run = completeRun('super');
    const { train } = run.data.examples;
    const variants = [{ variant: 'identity' }, { trainExamples: train }];
    for (const change of [{}, ...variants]) await writeRecord(records, { ...run, ...change }, RUNS);
    const { cells } = await readSnapshot(records);
    const named = [...cells].filter(([name]) => name.endsWith('attentionParameters')).map(([name]) => name);
    expect(named).toEqual([
      'imdb: super, 4 heads, attentionParameters',
      'imdb: super from identity, 4 heads, attentionParameters',
      `imdb: super, 22,500 training examples, 4 heads, attentionParameters`,
    ]);
    expect(cells.get('imdb: super, 4 heads, test.accuracy [%]')?.values?.size).toBe(1);
  });

  it('of a report that says “not decided” has it as open', async () => {
    const report = join(folder, 'an older report');
    await writeReport(buildReport({ folder: report, preset: 'cpu', tables: [tableOf(runs)] }));
    const path = join(report, 'claims.json');
    const now = await readSnapshot(report);
    expect([...now.verdicts.values()]).toContain('open');
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replaceAll('"verdict": "open"', '"verdict": "not decided"'),
    );
    expect((await readSnapshot(report)).verdicts).toEqual(now.verdicts);
  });

  it('of neither is refused', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'neither '));
    const refusal =
      'expected a report (a folder with claims.json, such as reports/cpu) or a folder of run records';
    await expect(readSnapshot(empty)).rejects.toThrow(`${empty}: ${refusal}, found neither`);
    await rm(empty, { recursive: true });
    await expect(readSnapshot(empty)).rejects.toThrow(`${empty}: ${refusal}, found nothing`);
  });
});
