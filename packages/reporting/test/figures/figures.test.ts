import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { curvesFigure } from '../../src/figures/curves.js';
import { drawSvg } from '../../src/figures/draw.js';
import { seedsFigure } from '../../src/figures/seeds.js';
import type { ReportTable } from '../../src/report-table.js';
import { LOSS } from '../../src/report-table.js';
import { buildTable } from '../../src/table/build.js';
import { completeRun, failedRun, gridOfRuns, MECHANISMS, PAPER, tableOf } from '../runs.js';

const schemaFile = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
const valid = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

function figuresOf(table: ReportTable) {
  const input = { table, built: buildTable(table), recordsPath: '../../runs/cpu' };
  return [seedsFigure(input), curvesFigure(input)].filter((figure) => figure !== undefined);
}

const oneEpoch = completeRun('standard').epochs.slice(0, 1);
const CASES: Record<string, ReportTable> = {
  'four mechanisms, five seeds, the paper': tableOf(gridOfRuns(), { paper: PAPER }),
  'an ablation of heads': tableOf(gridOfRuns({ heads: [1, 2, 4, 8], seeds: 3 })),
  'one seed each': tableOf(MECHANISMS.map((mechanism) => completeRun(mechanism))),
  'one run of one epoch': tableOf([completeRun('standard', { epochs: oneEpoch, bestEpoch: 1 })]),
  'equal values': tableOf(
    [0, 1, 2].map((seed) => completeRun('super', { seed, test: { loss: 1, accuracy: 0.5 } })),
  ),
  'a failed run beside others': tableOf([
    ...gridOfRuns(),
    failedRun('super', { heads: 8, epochs: oneEpoch }),
  ]),
  'failed runs alone': tableOf([failedRun('super', { epochs: oneEpoch })]),
  'a mechanism without a colour': tableOf([completeRun('longformer'), completeRun('super')]),
  'the loss': tableOf(gridOfRuns(), { metrics: [LOSS], headline: 'loss' }),
};

describe.each(Object.entries(CASES))('%s', (_, table) => {
  const figures = figuresOf(table);

  it('draws something', () => {
    expect(figures.length).toBeGreaterThan(0);
  });

  it.each(figures.map((figure) => [figure.name, figure] as const))(
    '%s is valid, compiles without a warning and fits a page',
    async (_, { spec }) => {
      const saved: TopLevelSpec = JSON.parse(JSON.stringify(spec));
      expect(valid(saved), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
      const width = Number(/width="(\d+)"/.exec(await drawSvg(saved))?.[1]);
      expect(width).toBeGreaterThan(3.3 * 96);
      expect(width).toBeLessThan(7 * 96);
    },
  );

  it.each(figures.map((figure) => [figure.name, figure] as const))('%s names its records', (_, { spec }) => {
    const { usermeta } = spec as { usermeta?: { records?: string[]; recordsFolder?: string } };
    expect(usermeta?.recordsFolder).toBe('../../runs/cpu');
    expect(usermeta?.records?.every((file) => table.records.has(file))).toBe(true);
    expect(usermeta?.records?.length).toBeGreaterThan(0);
  });
});

it('there are no figures without values', () => {
  expect(figuresOf(tableOf([]))).toEqual([]);
  expect(figuresOf(tableOf([failedRun('super')]))).toEqual([]);
});

it('a warning is an error, whether it comes from Vega-Lite or from Vega', async () => {
  const values = [{ a: 1 }];
  const x = { field: 'a', type: 'quantitative' as const };
  const dropped = { data: { values }, mark: 'line' as const, encoding: { x, y: x, text: x } };
  await expect(drawSvg(dropped)).rejects.toThrow('figure: text dropped as it is incompatible with "line".');
  const empty = { data: { values: [{}] }, mark: 'point' as const, encoding: { x } };
  await expect(drawSvg(empty)).rejects.toThrow('figure: Infinite extent for field "a"');
});

it('a mechanism has the same colour in both figures, and a line of its own', () => {
  const scales = figuresOf(tableOf(gridOfRuns())).map(({ spec }) => {
    const { signals, scales: all } = compile(spec).spec;
    expect(signals).toBeDefined();
    return all?.find(({ name }) => name === 'color') as { domain: unknown; range: unknown };
  });
  expect(scales[0]).toEqual(scales[1]);
  expect(new Set(scales[0]?.range as string[]).size).toBe(MECHANISMS.length);
});

it('the alternative text holds the numbers', () => {
  const [seeds, curves] = figuresOf(tableOf(gridOfRuns()));
  expect(seeds?.alternative).toContain('Super with 4 heads 76.45 ± 0.43 % over 5 seeds');
  expect(curves?.alternative).toMatch(/ending at .*Super with 4 heads \d\d\.\d\d %/);
});
