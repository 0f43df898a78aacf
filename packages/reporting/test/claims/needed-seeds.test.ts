import type { CompleteRun } from '@better-attention/records';
import { expect, it } from 'vitest';
import { claimsOf } from '../../src/claims/claims.js';
import { neededSeeds } from '../../src/claims/needed-seeds.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, tableOf } from '../runs.js';

const ACCURACIES = {
  standard: [0.7, 0.71, 0.72, 0.7],
  optimised: [0.701, 0.709, 0.72, 0.7],
  super: [0.72, 0.7, 0.74, 0.71],
};
const runs = Object.entries(ACCURACIES).flatMap(([mechanism, values]): CompleteRun[] =>
  values.map((accuracy, seed) => completeRun(mechanism, { seed, test: { loss: 0.5, accuracy } })),
);
const built = (changes: Partial<TrainingTableInput> = {}) => buildTrainingTable(tableOf(runs, changes));

it('the seeds that decide a table’s claims are those that its open findings name', () => {
  const table = built();
  const findings = claimsOf([table]).flatMap(({ id, tables }) =>
    ['3', '4-v2'].includes(id) ? (tables[0]?.findings ?? []) : [],
  );
  const needed = neededSeeds(table);
  expect(needed.map(({ claim, mechanism, isDecided }) => [claim, mechanism, isDecided])).toEqual([
    [3, 'optimised', true],
    [4, 'super', false],
  ]);
  const open = findings.find(({ mechanism }) => mechanism === 'super');
  expect(open?.seedsToDecide).toEqual(needed[1]?.needed);
});

it('more power takes more seeds, and a pilot counts for none', () => {
  const [usual, sure] = [neededSeeds(built()), neededSeeds(built(), 0.95)].map((all) => all[1]?.needed.seeds);
  expect(sure).toBeGreaterThan(usual as number);
  expect(neededSeeds(built({ pilotSeeds: 4 }))).toMatchObject([
    { atHand: 0, isDecided: false },
    { atHand: 0, isDecided: false },
  ]);
});
