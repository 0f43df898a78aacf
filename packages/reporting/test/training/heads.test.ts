import { describe, expect, it } from 'vitest';
import { headsFigure } from '../../src/figures/heads-figure.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { headlineByHeads } from '../../src/training/heads.js';
import { completeRun, gridOfRuns, tableOf } from '../runs.js';

const oneSeed = [...gridOfRuns({ seeds: 3 }), ...gridOfRuns({ heads: [1, 2], seeds: 1 })];
const accuracy = (mechanism: string, heads: number, seed: number) =>
  100 * (completeRun(mechanism, { heads, seed }).test.accuracy as number);

describe('numbers of heads are compared over the seeds that all have', () => {
  const table = buildTrainingTable(tableOf(oneSeed));

  it('of one seed with that seed at the table’s own heads', () => {
    const compared = headlineByHeads(table.input, table.summaries).filter(
      ({ mechanism }) => mechanism === 'super',
    );
    expect(compared.map(({ heads, seeds }) => [heads, seeds]).sort()).toEqual([
      [1, [0]],
      [2, [0]],
      [4, [0]],
    ]);
    expect(compared.find(({ heads }) => heads === 4)).toMatchObject({
      mean: accuracy('super', 4, 0),
      files: ['super-h4-seed0.json'],
      interval: undefined,
    });
  });

  it('in the figure, which names the seeds and their records alone', () => {
    const figure = headsFigure(table);
    expect(figure?.caption).toContain('over the seeds that all of its numbers of heads have (seed 0)');
    expect(figure?.records).toHaveLength(12);
    expect(figure?.alternative).toContain(`Super with 4 heads ${accuracy('super', 4, 0).toFixed(2)}`);
  });

  it('in headings and in the legend', () => {
    const { rows, legend } = table.model;
    expect([...new Set(rows.map(({ heading }) => heading))]).toEqual([
      '4 heads',
      'Ablation: 1 head, seed 0',
      'Ablation: 2 heads, seed 0',
    ]);
    expect(legend.find((sentence) => sentence.startsWith('Other numbers'))).toMatch(
      /^Other numbers of heads rest on seed 0: to be set against the same with 4 heads, test accuracy Standard \d/,
    );
  });

  it('without a word where all have the same seeds', () => {
    const { model } = buildTrainingTable(tableOf(gridOfRuns({ heads: [4, 2], seeds: 3 })));
    expect(model.legend.join()).not.toContain('Other numbers');
    expect(model.rows.at(-1)?.heading).toBe('Ablation: 2 heads, seeds 0, 1 and 2');
  });

  it('and not at all where a mechanism’s have none in common', () => {
    const runs = [completeRun('super', { seed: 1 }), completeRun('super', { heads: 2, seed: 2 })];
    expect(headsFigure(buildTrainingTable(tableOf(runs)))).toBeUndefined();
  });
});
