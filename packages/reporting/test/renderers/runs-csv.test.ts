import { packBits } from '@better-attention/records';
import { fromCSV } from 'arquero';
import { expect, it } from 'vitest';
import { renderRunsCsv, renderRunsDictionary } from '../../src/renderers/runs-csv.js';
import { completeRun, failedRun, tableOf } from '../runs.js';

const correct = packBits(Uint8Array.from({ length: 25_000 }, (_, at) => (at < 20_000 ? 1 : 0)));
const runs = [
  completeRun('standard', { correct, test: { loss: 0.5, accuracy: 0.8 } }),
  completeRun('super'),
  failedRun('super', { seed: 1, error: '=1+1, "quoted"\nbelow' }),
];
const variants = new Map([['super-h4-seed0-identity.json', completeRun('super', { variant: 'identity' })]]);
const csv = renderRunsCsv([tableOf(runs, { variants, starts: ['identity'] })]);
const rows = fromCSV(csv, { autoType: false }).objects() as Record<string, string | null>[];

it('has a row for each run, variants and failed ones too', () => {
  expect(rows.map(({ mechanism, variant, seed, status }) => [mechanism, variant, seed, status])).toEqual([
    ['standard', null, '0', 'complete'],
    ['super', null, '0', 'complete'],
    ['super', null, '1', 'failed'],
    ['super', 'identity', '0', 'complete'],
  ]);
  expect(rows[2]?.error).toMatch(/^'=1\+1, "quoted"/);
  expect(rows[2]?.test_accuracy).toBeNull();
});

it('has metrics in full precision, of the best epoch, and what the test set leaves open', () => {
  const [first] = rows;
  const [run] = runs as [ReturnType<typeof completeRun>];
  const best = run.epochs[run.bestEpoch - 1];
  expect(first).toMatchObject({
    table: 'imdb',
    train_examples: '22500',
    test_examples: '25000',
    test_accuracy: '0.8',
    test_right: '20000',
    validation_accuracy: `${best?.validation.accuracy}`,
    best_epoch: `${run.bestEpoch}`,
    record: 'standard-h4-seed0.json',
  });
  expect(Number(first?.test_accuracy_low)).toBeCloseTo(0.795, 3);
  expect(Number(first?.test_accuracy_high)).toBeCloseTo(0.805, 3);
  expect(rows[1]?.test_right).toBeNull();
});

it('every column has its meaning in the dictionary', () => {
  const told = [...renderRunsDictionary().matchAll(/^\| `(\w+)` +\| +\S/gm)].map(([, name]) => name);
  expect(told).toEqual(csv.split('\n')[0]?.split(','));
});
