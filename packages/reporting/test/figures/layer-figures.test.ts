import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { draw } from '../../src/figures/draw.js';
import type { Figure } from '../../src/figures/figure.js';
import { figuresOf as allFigures } from '../../src/figures/figures.js';
import type { LayerTableInput } from '../../src/input/tables.js';
import { buildLayerTable } from '../../src/layers/layer-table.js';
import { countsTable, timesTable } from '../layer-tables.js';

const valid = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8')),
);
const figuresOf = (table: LayerTableInput) => allFigures(buildLayerTable(table), '../runs');
const counts = figuresOf(countsTable());
const figures = [
  ...counts,
  ...figuresOf(timesTable()),
  ...figuresOf(timesTable(1)),
  ...figuresOf(countsTable({ axes: { contextLength: [32, 64], modelWidth: [64], heads: [4] } })),
];

describe.each(figures.map((figure) => [figure.name, figure] as const))(
  'the figure %s',
  (_, { spec, alternative }) => {
    it('is valid, draws without a warning and names every mechanism at its line', async () => {
      expect(valid(JSON.parse(JSON.stringify(spec))) || valid.errors).toBe(true);
      const { svg } = await draw(spec);
      for (const name of ['Standard', 'Optimised', 'Efficient', 'Super']) {
        expect(svg).toContain(`>${name}</text>`);
        expect(alternative).toContain(name);
      }
    });
  },
);

it('marks the derived crossovers', async () => {
  const { svg } = await draw((counts[0] as Figure).spec);
  expect(svg).toContain('ℓ = √2 · d_m ≈ 90.5: Super equals Standard');
  expect(svg).toContain('ℓ = 2 · d_m = 128: Super equals Standard');
});

it('there are none without records', () => {
  expect(figuresOf(countsTable({ records: new Map() }))).toEqual([]);
});
