import { expect, it } from 'vitest';
import type { TableVerdict } from '../../src/claims/claim.js';
import { claimsOf } from '../../src/claims/claims.js';
import { buildLayerTable } from '../../src/layers/layer-table.js';
import { renderVerdicts } from '../../src/summary/verdicts.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { PAPER_DATASETS } from '../../src/verdicts/claimed.js';
import { VERDICTS } from '../../src/verdicts/finding.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { gridOfRuns, tableOf } from '../runs.js';

const table = buildTrainingTable(tableOf(gridOfRuns()));
const judged = claimsOf([table]);

it('has a line for every claim', () => {
  const lines = renderVerdicts(judged).split('\n');
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe(
    '1 v2  open          fewer attention parameters          1 supported, 0 contradicted of 6',
  );
  expect(lines[4]).toMatch(/^4 v3 {2}open {10}Super ahead, by up to 10 % +1 supported, 0 contradicted of 6$/);
});

it('counts the data sets where there are several', () => {
  const [first] = judged;
  const one = first?.tables[0] as TableVerdict;
  const tables = [one, { ...one, verdict: 'contradicted' as const }, { ...one, verdict: 'open' as const }];
  expect(renderVerdicts([{ ...judged[0], tables } as (typeof judged)[number]])).toMatch(
    / 1 supported, 1 contradicted of 8$/,
  );
});

it('counts single layers beside the data sets', () => {
  const layers = [countsTable(), timesTable()].map(buildLayerTable);
  const lines = renderVerdicts(claimsOf([table], { layers })).split('\n');
  expect(lines[0]).toMatch(/^1 v2 {2}open .* 2 supported, 0 contradicted of 7$/);
  expect(lines[2]).toMatch(/Standard {2}0 supported, 0 contradicted of 6$/);
  expect(lines[5]).toMatch(/^5 v2 {2}open .* 0 supported, 0 contradicted of 6$/);
});

it('is never wider than 100 characters, and marks samples', () => {
  for (const datasets of [Object.values(PAPER_DATASETS), [PAPER_DATASETS['en-es-translation'] as string]]) {
    for (const verdict of VERDICTS) {
      const worst = judged.map((claim) => ({
        ...claim,
        verdict,
        tables: datasets.map((dataset) => ({ ...(claim.tables[0] as TableVerdict), dataset, sample: true })),
      }));
      const lines = renderVerdicts(worst).split('\n');
      expect(lines).toHaveLength(8);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
      expect(lines.slice(0, 7).every((line) => line.endsWith('(sample)'))).toBe(true);
      expect(lines[7]).toBe('Embedded sample (preset cpu): no verdict on the paper.');
    }
  }
});

it('says on how many data sets runs had not converged', () => {
  const runs = gridOfRuns().map((run) => ({ ...run, bestEpoch: run.epochs.length }));
  const lines = renderVerdicts(claimsOf([buildTrainingTable(tableOf(runs))])).split('\n');
  expect(lines.at(-1)).toBe(
    'Metrics of 1 data set rest on runs whose best epoch is their last: not converged.',
  );
  expect(lines).toHaveLength(8);
});
