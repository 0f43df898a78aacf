import { describe, expect, it } from 'vitest';
import { renderReport } from '../../src/files/render.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { renderJudgement } from '../../src/judgement/judgement-text.js';
import { buildReport } from '../../src/report/report.js';
import { completeRun, tableOf } from '../runs.js';
import { RATIOS, speedTable } from '../speed-tables.js';

const JUDGED = { name: 'cosine', file: 'cosine.js', sha256: 'ab'.repeat(32) };
const STANDARD = [0.7, 0.71, 0.72, 0.7, 0.71];

/** A table of Standard and the judged mechanism, whose accuracies lie so many points from Standard's. */
function tableWith(points: readonly number[], changes: Partial<TrainingTableInput> = {}): TrainingTableInput {
  const runs = points.flatMap((point, seed) => {
    const standard = STANDARD[seed] as number;
    return [
      completeRun('standard', { seed, test: { loss: 0.5, accuracy: standard } }),
      completeRun('cosine', { seed, test: { loss: 0.5, accuracy: standard + point / 100 } }),
    ];
  });
  const margin = { margin: 1, because: 'a point' };
  return tableOf(runs, { mechanisms: ['standard', 'cosine'], equivalence: margin, ...changes });
}

const reportOf = (points: readonly number[], changes?: Partial<TrainingTableInput>) =>
  buildReport({
    folder: 'report',
    preset: 'cpu',
    judged: JUDGED,
    tables: [
      tableWith(points, changes),
      speedTable({
        ratios: { 'imdb-paper': { ...RATIOS, cosine: 0.5 } },
        overrides: { mechanisms: ['standard', 'cosine'] },
      }),
    ],
  });
const datasetOf = (points: readonly number[]) => reportOf(points).judgement?.datasets[0];

describe('a mechanism of a person’s own is', () => {
  it.each([
    ['ahead', [2, 2.1, 1.9, 2.2, 2]],
    ['ahead', [0.3, 0.31, 0.29, 0.3, 0.31]],
    ['behind', [-2, -2.1, -1.9, -2.2, -2]],
    ['behind', [-0.3, -0.31, -0.29, -0.3, -0.31]],
    ['as good as', [0.1, -0.1, 0.1, -0.1, 0.02]],
    ['as good as', [0, 0, 0, 0, 0]],
    ['open', [3, -3, 2, -2, 0.5]],
    ['open', [2, 2]],
  ])('%s Standard with differences of %j points', (word, points) => {
    expect(datasetOf(points)).toMatchObject({ word, seeds: points.length });
  });

  it('open with the number of seeds that are missing', () => {
    expect(datasetOf([2])?.missing).toEqual({ count: 2, isLeast: true });
    const { missing, seedsToDecide } = datasetOf([1.5, -0.3, 1.2, 0.2, 0.6]) ?? {};
    expect(missing).toEqual({ count: (seedsToDecide?.seeds ?? 0) - 5, isLeast: false });
    expect(datasetOf([2, 2.1, 1.9])?.missing).toBeUndefined();
  });
});

describe('a report about a mechanism of a person’s own', () => {
  it('names it, its file and its hash, and none of the paper’s claims', async () => {
    const report = reportOf([2, 2.1, 1.9]);
    expect(report.claims).toEqual([]);
    const files = await renderReport(report);
    const index = files.get('index.html') as string;
    expect(index).toContain('<h1>Cosine is ahead of Standard on IMDB</h1>');
    expect(index).toContain(`of <code>cosine.js</code>, SHA-256 <code>${JUDGED.sha256}</code>`);
    expect([...files.keys()].filter((path) => /^[^/]*$/.test(path)).sort()).toEqual([
      'index.html',
      'judgement.json',
    ]);
    for (const [path, content] of files) {
      if (path.endsWith('.html'))
        expect(`${path} ${content}`).not.toMatch(/\b[Cc]laims? [1-6]\b|the paper’s claims/);
    }
  });

  it('says in a terminal what is shown, with times that took turns', () => {
    const text = renderJudgement(reportOf([2, 2.1, 1.9]).judgement as never);
    expect(text).toMatch(/^IMDB: Cosine is ahead of Standard\n/);
    expect(text).toMatch(/test accuracy +\+2\.00 \[\+1\.75, \+2\.25\] percentage points, 3 seeds/);
    expect(text).toMatch(/training step +0\.\d\d \[\d\.\d\d, \d\.\d\d\] times Standard’s on 1 thread/);
    expect(text).not.toContain('no verdict');
  });

  it('says that samples are no verdict', async () => {
    const table = tableWith([2, 2.1, 1.9]);
    const records = new Map(
      [...table.records].map(([file, run]) => [
        file,
        { ...run, data: { ...run.data, source: 'embedded sample' as const } },
      ]),
    );
    const report = reportOf([2, 2.1, 1.9], { records });
    expect(renderJudgement(report.judgement as never)).toMatch(/no verdict\.$/);
    expect((await renderReport(report)).get('index.html')).toMatch(/no verdict\.<\/p>/);
  });
});
