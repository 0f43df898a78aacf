import type { RunRecord } from '@better-attention/records';
import { runFile } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/claims/claims.js';
import { snapshotOf } from '../../src/diff/snapshot.js';
import { renderCsv } from '../../src/renderers/table-csv.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { startFindings } from '../../src/training/start-findings.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

const STARTS = ['identity', 'near-identity'];

/** Runs of Super from another start, better than those of the default by these percentage points. */
function started(variant: string, gains: readonly number[]): Map<string, RunRecord> {
  const runs = gains.map((gain, seed) => {
    const { test, ...run } = completeRun('super', { seed });
    return { ...run, variant, test: { ...test, accuracy: (test.accuracy as number) + gain / 100 } };
  });
  return new Map(runs.map((run) => [runFile(run), run]));
}

const usual = tableOf(gridOfRuns({ seeds: 3 }));
const built = buildTrainingTable({
  ...usual,
  starts: STARTS,
  variants: started('identity', [5, 6, 7]),
});
const sentences = built.model.legend.join('\n');

describe('other starts of W^A', () => {
  it('have rows of their own behind all others', () => {
    const row = built.model.rows.at(-1);
    expect(row).toMatchObject({
      id: 'super-h4-identity',
      block: 'start',
      heading: 'Other starts of W^A: 4 heads',
      mechanism: 'super',
      variant: 'identity',
    });
    expect(row?.cells[0]?.text).toBe('Super from identity');
    const at = built.model.columns.findIndex(({ id }) => id === 'test.accuracy');
    expect(row?.cells[at]).toMatchObject({ annotation: '', decided: false });
    expect(row?.cells[at]?.runs).toEqual([0, 1, 2].map((seed) => `super-h4-identity-seed${seed}.json`));
  });

  it('change no other row, no claim and nothing that is told of the default', () => {
    const without = buildTrainingTable(usual);
    expect(built.model.rows.slice(0, -1)).toEqual(without.model.rows);
    expect([built.differences, built.sentence]).toEqual([without.differences, without.sentence]);
    expect(claimsOf([built])).toEqual(claimsOf([without]));
  });

  it('are paired with Glorot by seed', () => {
    expect(sentences).toContain(
      'Test accuracy of Super from identity − Super from Glorot: +6.00 percentage points, 95 % interval +3.52 to +8.48 over 3 seeds of both (two-sided paired t test, p = 0.009, not corrected).',
    );
  });

  it('are found to change so much where only all examples were trained on', () => {
    const found = startFindings(built);
    expect(found.length).toBeGreaterThan(0);
    expect(sentences.split('\n')).toEqual(expect.arrayContaining(found));
  });

  it('that were not measured are told in a line', () => {
    expect(sentences).toContain('Other starts of W^A, near-identity: not measured.');
    const { legend, rows } = buildTrainingTable({ ...usual, starts: STARTS, variants: new Map() }).model;
    expect(legend).toContain('Other starts of W^A, identity and near-identity: not measured.');
    expect(rows.filter(({ block }) => block === 'start')).toEqual([]);
  });

  it('are not told of where none is planned', () => {
    expect(buildTrainingTable(usual).model.legend.join()).not.toContain('W^A');
  });

  it('are not set against runs on other data', () => {
    const variants = started('identity', [1, 2, 4]);
    for (const run of variants.values()) Object.assign(run.data, { contents: 'cd'.repeat(32) });
    const { legend } = buildTrainingTable({ ...usual, starts: STARTS, variants }).model;
    expect(legend.join()).toContain('Super from Glorot: the runs used different data.');
  });

  it('keep their names in CSV and in comparisons of reports', () => {
    const csv = renderCsv(built.model).trimEnd().split('\n');
    expect(csv[0]).toMatch(/^mechanism,variant,heads,/);
    expect(csv.at(-1)).toMatch(/^super,identity,4,/);
    const names = [...snapshotOf([built]).cells.keys()];
    expect(names).toContainEqual(expect.stringMatching(/^imdb: super from identity, 4 heads, test.accuracy/));
    expect(names).toContainEqual(expect.stringMatching(/^imdb: super, 4 heads, test.accuracy/));
  });

  it('of another experiment are refused', () => {
    const variants = started('identity', [1]);
    expect(() =>
      buildTrainingTable({ ...usual, name: 'mnist', records: new Map(), starts: STARTS, variants }),
    ).toThrow(/super-h4-identity-seed0\.json is a run of imdb/);
  });
});
