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
  const text = svg.replaceAll('\u00a0', ' ');
  expect(text).toContain('ℓ = √2 · dₘ ≈ 90.5');
  expect(text).toContain('Super equals Standard at ℓ = 2 · dₘ = 128.');
  expect(text).not.toContain('d_m');
});

it('says in its title where Super takes less, and how often it is faster', () => {
  const titleOf = (figure: Figure | undefined) =>
    ((figure as Figure).spec.title as { text: string[] }).text.join(' ').replaceAll('\u00a0', ' ');
  expect(titleOf(counts[0])).toBe(
    'Super has fewer parameters than Standard below ℓ ≈ 90.5, and fewer FLOPs below ℓ = 128',
  );
  const ratio = figuresOf(timesTable(5)).find(({ name }) => name === 'ratio-context-length');
  expect(titleOf(ratio)).toMatch(/^Super beside Standard: faster at \d of \d sizes.* \(batch \d+\)/);
});

it('panels over one axis have the same ends', () => {
  for (const { spec } of figures) {
    const panels = (spec as { vconcat: { layer: { encoding: { x: { scale: { domain: number[] } } } }[] }[] })
      .vconcat;
    const domains = panels.map(({ layer }) => layer[0]?.encoding.x.scale.domain);
    expect(new Set(domains.map((domain) => JSON.stringify(domain))).size).toBe(1);
  }
});

it('there are none without records', () => {
  expect(figuresOf(countsTable({ records: new Map() }))).toEqual([]);
});
