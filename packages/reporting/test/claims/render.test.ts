import { expect, it } from 'vitest';
import { claims } from '../../src/claims/claims.js';
import { PAPER_DATASETS, type TableVerdict, VERDICTS } from '../../src/claims/model.js';
import { renderVerdicts } from '../../src/claims/render.js';
import { gridOfRuns, tableOf } from '../runs.js';
import { countsSweep, timesSweep } from '../sweep/sweeps.js';

const judged = claims([tableOf(gridOfRuns())]);

it('has a line for every claim', () => {
  const lines = renderVerdicts(judged).split('\n');
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe('1 v2  supported     fewer attention parameters          IMDB');
  expect(lines[4]).toMatch(/^4 v3 {2}supported {5}Super ahead, by up to 10 % +IMDB$/);
});

it('counts the data sets where there are several', () => {
  const [first] = judged;
  const table = first?.tables[0] as TableVerdict;
  const tables = [
    table,
    { ...table, verdict: 'contradicted' as const },
    { ...table, verdict: 'not decided' as const },
  ];
  expect(renderVerdicts([{ ...judged[0], tables } as (typeof judged)[number]])).toMatch(
    / 1 supported, 1 contradicted of 3$/,
  );
});

it('counts single layers beside the data sets', () => {
  const lines = renderVerdicts(claims([tableOf(gridOfRuns())], [countsSweep(), timesSweep()])).split('\n');
  expect(lines[0]).toMatch(/^1 v2 {2}supported .* 2 supported, 0 contradicted of 2$/);
  expect(lines[2]).toMatch(/Standard {2}IMDB$/);
  expect(lines[5]).toMatch(/^5 v2 {2}contradicted .* 1 supported, 1 contradicted of 2$/);
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
