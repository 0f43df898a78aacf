import type { NeededSeeds } from '@better-attention/reporting';
import { describe, expect, it } from 'vitest';
import { powerLines } from '../../src/command/power-text.js';
import type { Executor } from '../../src/plan/estimate.js';
import { documentOf, planDocument } from '../../src/plan/plan-document.js';
import type { EstimatedTable } from '../../src/plan/plan-table.js';
import { estimateTable } from '../../src/plan/plan-table.js';
import { poweredTable } from '../../src/plan/powered.js';
import { poweredTables } from '../../src/plan/powered-tables.js';
import { loadTable } from '../../src/tables/load-table.js';
import { loadTables } from '../../src/tables/load-tables.js';
import { workspace } from '../workspace.js';

const EXECUTOR: Executor = {
  machine: { processor: 'AMD EPYC', cores: 2 },
  engine: 'onnx',
  device: 'cpu',
  threads: 2,
};
const SECONDS: Readonly<Record<string, number>> = { standard: 100, optimised: 90, efficient: 80, super: 110 };

/** A table of which each mechanism's time is known. */
function estimated(known = SECONDS): EstimatedTable {
  const basis = { kind: 'calibrated' as const, processor: 'p', cores: 2, threads: 2 };
  const units = Object.entries(known).map(([mechanism, measuring]) => ({
    unit: { file: `${mechanism}-h4-seed1.json` },
    estimate: { preparation: 5, measuring, memoryBytes: 1000, basis },
  }));
  return { table: { name: 'imdb' }, units } as unknown as EstimatedTable;
}

const need = (claim: 3 | 4, mechanism: string, seeds: number | null, high = seeds): NeededSeeds => ({
  claim,
  mechanism,
  needed: { seeds, low: 3, high, power: 0.8 },
  atHand: 3,
  isDecided: false,
});

describe('the seeds that claims need of a table', () => {
  const all = [need(3, 'optimised', 10, 30), need(3, 'efficient', 20, null), need(4, 'super', 8)];

  it('are runs of the mechanisms and of Standard, which claims share', () => {
    const { claims, total } = poweredTable({
      estimated: estimated(),
      heads: 4,
      hasPilot: false,
      needed: all,
    });
    expect(claims.map(({ claim, seeds, low, high, atHand }) => [claim, seeds, low, high, atHand])).toEqual([
      [3, 20, 3, null, 3],
      [4, 8, 3, 8, 3],
    ]);
    expect(claims.map((one) => [one.total?.units, one.total?.seconds])).toEqual([
      [60, 5 + 20 * (100 + 90 + 80)],
      [16, 5 + 8 * (100 + 110)],
    ]);
    expect([total?.units, total?.seconds]).toEqual([68, 5 + 20 * (100 + 90 + 80) + 8 * 110]);
  });

  it('are only those that lack where a pilot is kept apart', () => {
    const { claims, total } = poweredTable({ estimated: estimated(), heads: 4, hasPilot: true, needed: all });
    expect(claims.map((one) => one.total?.units)).toEqual([3 * (20 - 3), 2 * (8 - 3)]);
    expect(total?.units).toBe(3 * (20 - 3) + (8 - 3));
  });

  it('are planned for no claim that needs more than were tried', () => {
    const { claims, total } = poweredTable({
      estimated: estimated(),
      heads: 4,
      hasPilot: false,
      needed: [need(3, 'optimised', null), need(4, 'super', 8)],
    });
    expect(claims.map((one) => one.total?.units)).toEqual([undefined, 16]);
    expect(total).toBeUndefined();
  });

  it('have no time where none is known of the table', () => {
    const { claims } = poweredTable({ estimated: estimated({}), heads: 4, hasPilot: false, needed: all });
    expect(claims[0]?.total).toMatchObject({ units: 60, unknown: 60 });
  });

  it('are told in 80 columns', () => {
    const lines = powerLines(
      [poweredTable({ estimated: estimated(), heads: 4, hasPilot: false, needed: all })],
      0.8,
    );
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join('\n')).toMatch(/^3 +imdb +20 +3 to > 1,000 +3 +60 runs, about /m);
    expect(lines.join('\n')).toContain('with 80 % power');
    const decided = poweredTable({
      estimated: estimated(),
      heads: 4,
      hasPilot: true,
      needed: [need(4, 'super', 2)],
    });
    expect(powerLines([decided], 0.8).join('\n')).toMatch(/ 0 runs$/m);
    expect(powerLines([], 0.8).join(' ')).toMatch(/^Nothing to plan from/);
  });
});

it('the seeds of the committed records are a part of the plan’s document', async () => {
  const table = await loadTable(workspace, 'imdb', { preset: 'paper' });
  const plan = [await estimateTable(workspace, table, EXECUTOR)];
  const powered = await poweredTables(workspace, plan, { preset: 'paper', power: 0.8 });
  expect(powered.map(({ claims }) => claims.map(({ claim, mechanisms }) => [claim, ...mechanisms]))).toEqual([
    [
      [3, 'optimised', 'efficient'],
      [4, 'super'],
    ],
  ]);
  const more = await poweredTables(workspace, plan, { preset: 'paper', power: 0.95 });
  for (const [at, claim] of (powered[0]?.claims ?? []).entries()) {
    expect(claim.atHand).toBe(20);
    expect(more[0]?.claims[at]?.seeds ?? Infinity).toBeGreaterThan(claim.seeds ?? Infinity);
  }
  const document = documentOf('paper', plan, EXECUTOR, { power: 0.8, tables: powered });
  expect(planDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  expect(document.power?.claims).toHaveLength(2);
});

it('tables without runs, and of single layers, have no seeds to plan', async () => {
  const tables = await loadTables(workspace, { preset: 'paper' });
  const others = tables.filter(({ name }) => name !== 'imdb');
  const plan = await Promise.all(others.map((each) => estimateTable(workspace, each, EXECUTOR)));
  expect(await poweredTables(workspace, plan, { preset: 'paper', power: 0.8 })).toEqual([]);
});
