import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { draw } from '../../src/figures/draw.js';
import { figuresOf } from '../../src/figures/figures.js';
import { buildSpeedTable } from '../../src/speed/speed-table.js';
import { RATIOS, speedTable } from '../speed-tables.js';

const valid = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8')),
);
const figures = [
  ...figuresOf(buildSpeedTable(speedTable()), '../runs'),
  ...figuresOf(buildSpeedTable(speedTable({ repetitions: 1 })), '../runs'),
  ...figuresOf(buildSpeedTable(speedTable({ ratios: { 'imdb-paper': { ...RATIOS, super: 3 } } })), '../runs'),
];

describe.each(figures.map((figure) => [figure.name, figure] as const))(
  'the figure of %s',
  (_, { spec, alternative }) => {
    it('is valid, draws without a warning and names every mechanism and model', async () => {
      expect(valid(JSON.parse(JSON.stringify(spec))) || valid.errors).toBe(true);
      const { svg } = await draw(spec);
      for (const name of ['Optimised', 'Efficient', 'Super', 'Standard again', 'IMDB, paper', 'MNIST, cpu']) {
        expect(svg).toContain(`>${name}</text>`);
      }
      expect(alternative).toContain('Standard against itself');
    });
  },
);
