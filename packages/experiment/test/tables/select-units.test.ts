import { describe, expect, it } from 'vitest';
import { loadTable } from '../../src/tables/load-table.js';
import { selectUnits } from '../../src/tables/select-units.js';
import { workspace } from '../workspace.js';

const imdb = await loadTable(workspace, 'imdb', { preset: 'paper' });
const filesOf = (selection: Parameters<typeof selectUnits>[1]) =>
  selectUnits(imdb, selection).map(({ file }) => file);

describe('the runs of a table that are asked for', () => {
  it('are one by mechanism and seed, with the table’s own heads and no variant', () => {
    expect(filesOf({ mechanism: 'super', seed: 6 })).toEqual(['super-h4-seed6.json']);
  });

  it('are those of other heads where they are named', () => {
    expect(filesOf({ mechanism: 'super', heads: 8, seed: 6 })).toEqual(['super-h8-seed6.json']);
  });

  it('are all seeds of a mechanism, and all mechanisms of a seed', () => {
    expect(filesOf({ mechanism: 'super' })).toHaveLength(25);
    expect(filesOf({ seed: 0 }).sort()).toEqual(
      ['efficient', 'optimised', 'standard', 'super'].map((name) => `${name}-h4-seed0.json`),
    );
  });

  it.each([
    [
      { mechanism: 'supr' },
      /^unknown mechanism of imdb, preset paper, 'supr'; did you mean super\? Known: standard, optimised, /,
    ],
    [
      { mechanism: 'super', seed: 99 },
      /^imdb, preset paper, has no run of super, seed 99; it has 1, 2, 4, 8 heads and seeds 0, 1, .*24; add --seeds 100$/,
    ],
    [{ heads: 3 }, /^imdb, preset paper, has no run of 3 heads; it has 1, 2, 4, 8 heads and seeds 0, .*24$/],
  ])('are refused where there are none: %j', (selection, message) => {
    expect(() => filesOf(selection)).toThrow(message);
  });

  it('are refused of a table that measures all mechanisms at once', async () => {
    const layers = await loadTable(workspace, 'complexity', { preset: 'sample' });
    expect(() => selectUnits(layers, { seed: 0 })).toThrow(
      'complexity has no run for each mechanism and seed; leave --mechanism, --heads and --seed out',
    );
  });
});
