import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTable } from '../../src/tables/load-table.js';
import { chosenUnits, claimPath, groupedIds, unitId } from '../../src/tables/unit-id.js';
import { workspace } from '../workspace.js';

const tableOf = (name: string, preset: string) => loadTable(workspace, name, { preset });

describe('the id of a unit', () => {
  it.each([
    ['imdb', 'sample', 'imdb/sample/standard-h4-seed0'],
    ['complexity', 'cpu', 'complexity/cpu/counts'],
    ['inference-speed', 'cpu', 'inference-speed/cpu/repetition0'],
    ['training-speed', 'cpu', 'training-speed/cpu/mnist-cpu-repetition0'],
  ])('of %s, preset %s, is its table, its preset and its record', async (name, preset, id) => {
    const table = await tableOf(name, preset);
    const [first] = table.plan();
    if (first === undefined) throw new Error('no plan');
    expect(unitId(table, first)).toBe(id);
    expect(chosenUnits(table, [id])).toEqual([first]);
    expect(claimPath(table, first)).toBe(join(table.folder, 'unfinished', id.split('/')[2] as string));
  });

  it('is unique in a table', async () => {
    const table = await tableOf('imdb', 'paper');
    const ids = table.plan().map((unit) => unitId(table, unit));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['imdb/sample/super-h4-seed9', 'super-h4-seed0, imdb/sample/super-h4-seed1, imdb/sample/super-h4-seed2'],
    [
      'imdb/sample/supper-h4-seed1',
      'optimised-h4-seed1, imdb/sample/efficient-h4-seed1, imdb/sample/super-h4-seed1',
    ],
  ])('%s, which there is not, is answered with the nearest', async (id, nearest) => {
    const table = await tableOf('imdb', 'sample');
    expect(() => chosenUnits(table, [id])).toThrow(
      `unknown unit '${id}'; the nearest are imdb/sample/${nearest}`,
    );
  });

  it('tells its table and its preset', () => {
    expect(groupedIds(['imdb/cpu/a', 'mnist/cpu/b', 'imdb/cpu/c', 'imdb/paper/a'])).toEqual([
      { experiment: 'imdb', preset: 'cpu', ids: ['imdb/cpu/a', 'imdb/cpu/c'] },
      { experiment: 'mnist', preset: 'cpu', ids: ['mnist/cpu/b'] },
      { experiment: 'imdb', preset: 'paper', ids: ['imdb/paper/a'] },
    ]);
  });

  it.each(['imdb', 'imdb/sample', 'imdb/sample/', 'imdb/sample/a/b'])('is not %j', (id) => {
    expect(() => groupedIds([id])).toThrow(
      `'${id}' is not the id of a unit; expected <table>/<preset>/<unit>, as plan lists them`,
    );
  });
});
