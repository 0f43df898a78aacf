import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readRecords } from '../src/files.js';
import { LAYERS, RUNS, SPEEDS } from '../src/record-kind.js';

const EXPERIMENTS = fileURLToPath(new URL('../../../experiments', import.meta.url));
const OF_LAYERS = /\/(counts|repetition\d+)\.json$/;
const OF_SPEEDS = /-repetition\d+\.json$/;

const files = (await readdir(EXPERIMENTS, { recursive: true }))
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /^[\w-]+\/runs\/(cpu|paper)\/[\w-]+\.json$/.test(name));
const folders = [...new Set(files.map(dirname))].sort();

it.each(folders)('every record that is committed can be read: %s', async (folder) => {
  const own = files.filter((name) => dirname(name) === folder);
  const path = join(EXPERIMENTS, folder);
  const [first = ''] = own;
  const reads = OF_LAYERS.test(first)
    ? readRecords(path, LAYERS)
    : OF_SPEEDS.test(first)
      ? readRecords(path, SPEEDS)
      : readRecords(path, RUNS);
  const records = await reads;
  expect(records.size).toBe(own.length);
});

it('of every table that has any', () => {
  expect(folders).toEqual(expect.arrayContaining(['imdb/runs/paper', 'inference-speed/runs/cpu']));
});
