import { describe, expect, it } from 'vitest';
import { requireName } from '../../src/tables/load-table.js';
import { loadTables } from '../../src/tables/load-tables.js';
import { workspace } from '../workspace.js';

/** A workspace of IMDB's table, and of one like it that has the preset `mine` alone. */
const both: typeof workspace = {
  ...workspace,
  experimentNames: async () => ['imdb', 'other'],
  async definition(name) {
    const imdb = await workspace.definition('imdb');
    return name === 'imdb'
      ? imdb
      : ({ ...imdb, name, presets: { mine: { because: 'a test' } } } as typeof imdb);
  },
};

describe('all tables', () => {
  it('are those that have the preset', async () => {
    const namesOf = async (preset: string) => (await loadTables(both, { preset })).map(({ name }) => name);
    expect(await namesOf('cpu')).toEqual(['imdb']);
    expect(await namesOf('mine')).toEqual(['other']);
  });

  it('are refused where none has it', async () => {
    await expect(loadTables(both, { preset: 'papr' })).rejects.toThrow(
      "unknown preset of imdb 'papr'; did you mean paper? Known: sample, cpu, paper",
    );
  });
});

it('a table that is asked for without a name is answered with the names', async () => {
  await expect(requireName(both, undefined)).rejects.toThrow('which table? One of: imdb, other');
  expect(await requireName(both, 'imdb')).toBe('imdb');
});
