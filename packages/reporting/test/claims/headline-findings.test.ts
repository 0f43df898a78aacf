import { describe, expect, it } from 'vitest';
import { headlineFindings, headlineText } from '../../src/claims/headline-findings.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, tableOf } from '../runs.js';

const STANDARD = [0.7, 0.71, 0.72, 0.7, 0.71];

function beside(gains: Record<string, readonly number[]>, changes: Partial<TrainingTableInput> = {}) {
  const accuracies = { standard: [0, 0, 0, 0, 0], ...gains };
  const runs = Object.entries(accuracies).flatMap(([mechanism, own]) =>
    own.map((gain, seed) =>
      completeRun(mechanism, { seed, test: { loss: 0.5, accuracy: (STANDARD[seed] as number) + gain } }),
    ),
  );
  const mechanisms = Object.keys(accuracies).filter((name) => !changes.baselines?.includes(name));
  return headlineFindings(buildTrainingTable(tableOf(runs, { mechanisms, ...changes })));
}

const NEAR = [0.001, -0.001, 0, 0.001, -0.001];
const FAR = [0.05, 0.052, 0.051, 0.05, 0.049];
const WILD = [0.2, -0.2, 0.1, -0.1, 0.05];

describe('what is shown of headlines', () => {
  it('has the words of the claims, in the order of the table', () => {
    const found = beside({ optimised: NEAR, efficient: WILD, super: FAR });
    expect(found.map(({ mechanism, word }) => [mechanism, word])).toEqual([
      ['optimised', 'as good as'],
      ['efficient', 'open'],
      ['super', 'ahead'],
    ]);
    expect(headlineText(found)).toBe(
      'Super is ahead of Standard; Optimised is as good as Standard; Efficient is open',
    );
  });

  it('has one too of mechanisms that no claim is about, and where no margin is stated', () => {
    const behind = FAR.map((gain) => -gain);
    const found = beside({ optimised: behind, own: WILD }, { equivalence: undefined as never });
    expect(found.map(({ word }) => word)).toEqual(['behind', 'open']);
    expect(headlineText(found)).toBe('Optimised is behind Standard; Own is open');
  });

  it('is said of everything open at once', () => {
    const found = beside({ optimised: WILD, super: WILD });
    expect(headlineText(found)).toBe('Optimised and Super are open beside Standard');
  });

  it('counts mechanisms where they are more than one reads', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const found = beside(Object.fromEntries(names.map((name) => [name, WILD])));
    expect(headlineText(found)).toBe('5 mechanisms are open beside Standard');
  });

  it('leaves baselines out, and says where nothing is measured', () => {
    expect(beside({ linformer: FAR }, { baselines: ['linformer'] })).toEqual([]);
    expect(headlineText([])).toBe('not measured');
    const [alone] = beside({ super: [] });
    expect(alone).toMatchObject({ mechanism: 'super', verdict: 'not measured' });
  });
});
