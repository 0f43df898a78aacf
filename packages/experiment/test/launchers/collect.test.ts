import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNS, readRecords } from '@better-attention/records';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectRecords } from '../../src/launchers/collect.js';
import { loadExperiment, loadTable } from '../../src/tables/load-table.js';
import type { Table } from '../../src/tables/table.js';
import { trainingTable } from '../../src/tables/training.js';
import { recordsIn, workspace } from '../workspace.js';

const committed = workspace.recordsFolder('amazon-reviews', 'cpu');
const FILE = 'super-h4-seed0.json';

describe('records of another folder', () => {
  let from: string;
  let here: string;
  let table: Table;
  /** How many records are committed. */
  let count: number;

  beforeEach(async () => {
    from = await mkdtemp(join(tmpdir(), 'from-'));
    here = await mkdtemp(join(tmpdir(), 'here-'));
    await cp(committed, from, { recursive: true });
    const experiment = await loadExperiment(workspace, 'amazon-reviews', { preset: 'cpu' });
    table = trainingTable(recordsIn(here), experiment);
    count = (await readRecords(committed, RUNS)).size;
  });
  afterEach(async () => {
    for (const folder of [from, here]) await rm(folder, { recursive: true });
  });

  /** Changes a record's text where it lies. */
  async function change(folder: string, pattern: RegExp | string, text: string): Promise<void> {
    const before = await readFile(join(folder, FILE), 'utf8');
    const after = before.replace(pattern, text);
    expect(after).not.toBe(before);
    await writeFile(join(folder, FILE), after);
  }

  it('are copied with the files that they name, once', async () => {
    const first = await collectRecords(table, from);
    expect(first.copied).toHaveLength(count);
    expect(await readRecords(here, RUNS)).toEqual(await readRecords(committed, RUNS));
    const named = [...(await readRecords(here, RUNS)).values()].flatMap((record) => RUNS.attachments(record));
    expect(named.length).toBeGreaterThan(count);
    for (const { file } of named) {
      const [copy, original] = await Promise.all(
        [here, committed].map((folder) => readFile(join(folder, file))),
      );
      expect(copy?.equals(original as Buffer), file).toBe(true);
    }
    const again = await collectRecords(table, from);
    expect(again).toMatchObject({ copied: [], refused: new Map() });
    expect(again.same).toHaveLength(count);
  });

  it('of the same results in other circumstances are the same', async () => {
    await cp(committed, here, { recursive: true });
    await change(from, /"inferenceMilliseconds": [\d.]+/, '"inferenceMilliseconds": 1e9');
    await change(from, /"commit": ".*"/, '"commit": "0000000000000000000000000000000000000000"');
    await change(from, '"status": "complete"', '"status": "complete", "resumed": 2');
    const { same, refused } = await collectRecords(table, from);
    expect({ same: same.length, refused }).toEqual({ same: count, refused: new Map() });
  });

  it('with other results are refused by name, and what is here stays', async () => {
    await cp(committed, here, { recursive: true });
    await change(from, /"loss": 0\.\d+/, '"loss": 0.125');
    const { same, refused } = await collectRecords(table, from);
    expect(same).toHaveLength(count - 1);
    expect([...refused]).toEqual([[FILE, 'the record here has other results; delete one of the two']]);
    expect(await readFile(join(here, FILE))).toEqual(await readFile(join(committed, FILE)));
  });

  it('that can’t be read, or name what is missing, are refused; the others are copied', async () => {
    await rm(join(from, 'attention'), { recursive: true });
    await writeFile(join(from, FILE), '{');
    const { copied, refused } = await collectRecords(table, from);
    expect(refused.get(FILE)).toMatch(/not even JSON/);
    expect(refused.get('standard-h4-seed0.json')).toMatch(/^attention\/standard-h4-seed0\.json: missing/);
    expect(copied.length + refused.size).toBe(count);
    expect([...(await readRecords(here, RUNS)).keys()].sort()).toEqual([...copied].sort());
    expect(copied.length).toBeGreaterThan(0);
  });

  it('of another preset are refused', async () => {
    const other = await loadTable(recordsIn(here), 'amazon-reviews', { preset: 'paper' });
    const { copied, refused } = await collectRecords(other, from);
    expect(copied).toEqual([]);
    expect(refused.get(FILE)).toBe('it is of amazon-reviews, preset cpu');
  });

  it('are asked for where there is no such folder', async () => {
    await expect(collectRecords(table, join(from, 'none'))).rejects.toThrow(
      /none is not a folder; expected one/,
    );
  });
});
