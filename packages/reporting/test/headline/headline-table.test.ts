import { describe, expect, it } from 'vitest';
import { headlineTable } from '../../src/headline/headline-table.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildSpeedTable } from '../../src/speed/speed-table.js';
import type { Cell, Row, Summary, TableModel } from '../../src/table/table-model.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import type { Difference } from '../../src/training/differences.js';
import type { Comparison } from '../../src/verdicts/comparison.js';
import { completeRun, gridOfRuns, PAPER, tableOf } from '../runs.js';
import { speedTable } from '../speed-tables.js';
import { translationTable } from '../training-tables.js';

const baselines = ['linformer'];
const runs = [
  ...gridOfRuns({ heads: [4, 2], seeds: 3 }),
  ...[0, 1, 2].map((seed) => completeRun('linformer', { seed })),
];
const table = buildTrainingTable(tableOf(runs, { baselines }));

function built(input: TrainingTableInput, speeds = [buildSpeedTable(speedTable())]): TableModel {
  return headlineTable(buildTrainingTable(input), speeds);
}

function cellOf({ columns, rows }: TableModel, id: string, column: string) {
  const row = rows.find((one) => one.id === id) as Row;
  return row.cells[columns.findIndex((one) => one.id === column)];
}

describe('the headline table', () => {
  const model = headlineTable(table, [buildSpeedTable(speedTable())]);

  it('has the headline first, then the difference, parameters, times and seeds', () => {
    expect(model.columns.map(({ id }) => id)).toEqual([
      'mechanism',
      'test.accuracy',
      'difference',
      'attentionParameters',
      'relativeTime.threads1',
      'relativeTime.threads2',
      'seeds',
    ]);
  });

  it('has the mechanisms and the baselines with the table’s own heads', () => {
    expect(model.rows.map(({ id, heading }) => [id, heading])).toEqual([
      ['standard-h4', ''],
      ['optimised-h4', ''],
      ['efficient-h4', ''],
      ['super-h4', ''],
      ['linformer-h4', 'Baselines: no part in claims'],
    ]);
  });

  it('has no row of a baseline without runs', () => {
    const { rows } = built(tableOf(gridOfRuns({ seeds: 3 }), { baselines }));
    expect(rows.map(({ id }) => id)).not.toContain('linformer-h4');
  });

  it('says what a pilot’s seeds are for', () => {
    const note = (pilotSeeds: number) => built(tableOf(runs, { pilotSeeds })).legend[0];
    expect(note(1)).toMatch(/ No difference has the first 1 seed, a pilot’s\.$/);
    expect(note(3)).toMatch(/These seeds are a pilot’s, which sets how many others .* decides nothing\.$/);
  });

  it('has means with half of their intervals, and no bold', () => {
    const cell = cellOf(model, 'super-h4', 'test.accuracy') as Cell;
    const { mean, interval } = cell.summary as Summary;
    const [low, high] = interval as [number, number];
    expect(cell).toMatchObject({
      text: mean.toFixed(2),
      spread: `± ${((high - low) / 2).toFixed(2)}`,
      decided: false,
    });
  });

  it('has the differences of the table with what the claims say of them, of baselines without', () => {
    const found = table.differences.find(({ mechanism }) => mechanism.mechanism === 'super') as Difference;
    const { mean, interval } = (found.comparison as Comparison).test;
    const [low, high] = interval;
    expect(cellOf(model, 'super-h4', 'difference')).toMatchObject({
      text: `+${mean.toFixed(2)}`,
      spread: `+${low.toFixed(2)} to +${high.toFixed(2)}`,
      annotation: 'ahead',
      value: mean,
    });
    expect(cellOf(model, 'linformer-h4', 'difference')?.text).toMatch(/^−\d/);
    expect(cellOf(model, 'linformer-h4', 'difference')?.annotation).toBe('');
    expect(cellOf(model, 'standard-h4', 'difference')?.text).toBe('');
  });

  it('has no interval of fewer than three seeds, and says that they are open', () => {
    const few = built(tableOf(gridOfRuns({ seeds: 2 })));
    expect(cellOf(few, 'super-h4', 'test.accuracy')?.spread).toBe('');
    expect(cellOf(few, 'super-h4', 'difference')).toMatchObject({ spread: '', annotation: 'open' });
  });

  it('has the paper’s value where one is known', () => {
    const known = built(tableOf(gridOfRuns({ seeds: 3 }), { paper: PAPER }));
    expect(cellOf(known, 'super-h4', 'test.accuracy.paper')?.text).toBe('≈ 78');
  });

  it('says what is to be known: margin, what would decide, claimed gains, times', () => {
    const said = built(translationTable()).legend.join('\n');
    expect(said).toContain(
      'As good as Standard: within ± 2 points, two points of BLEU that nobody translated.',
    );
    expect(said).toMatch(/^Super: a gain of 10 % or more is /m);
    const wild = ['standard', 'efficient'].flatMap((mechanism, at) =>
      [0, 1, 2].map((seed) =>
        completeRun(mechanism, { seed, test: { loss: 0.5, accuracy: 0.7 + 0.02 * ((seed * (at + 1)) % 3) } }),
      ),
    );
    const open = built(tableOf(wild));
    expect(cellOf(open, 'efficient-h4', 'difference')?.missing).toMatch(/^\d+ more seeds$/);
    expect(open.legend.join('\n')).toMatch(
      /^Open: about \d+ seeds \(.*\) would decide Efficient, with 80 % power\.$/m,
    );
  });
});

describe('times in it', () => {
  it('are of the table of step times, at the preset’s sizes, on each number of threads', () => {
    const model = built(tableOf(runs));
    expect(cellOf(model, 'efficient-h4', 'relativeTime.threads1')).toMatchObject({
      text: '0.80',
      spread: expect.stringMatching(/^0\.\d\d to 0\.\d\d$/),
    });
    expect(cellOf(model, 'standard-h4', 'relativeTime.threads2')?.text).toBe('1');
    expect(model.legend.at(-1)).toMatch(
      /^Training time: .* over 5 repetitions, at the sizes of cpu and paper, 64 examples a step/,
    );
  });

  it('are at the paper’s sizes where the preset’s aren’t timed', () => {
    const renamed = gridOfRuns({ seeds: 3 }).map((run) => ({ ...run, experiment: 'mnist', preset: 'fast' }));
    const model = built(tableOf(renamed, { name: 'mnist', preset: { name: 'fast' } }));
    expect(model.legend.at(-1)).toContain('at the size of paper, 32 examples instead of 256 a step');
  });

  it('say that the machine was disturbed', () => {
    const ratios = { optimised: 0.9, efficient: 0.8, super: 0.95, control: 1.2 };
    const disturbed = speedTable({ ratios: { 'imdb-paper': ratios } });
    const model = built(tableOf(runs), [buildSpeedTable(disturbed)]);
    expect(model.legend.at(-1)).toContain('disturbed on 1 thread and 2 threads');
    expect(cellOf(model, 'super-h4', 'relativeTime.threads1')?.title).toContain('disturbed');
  });

  it('are the runs’ own as context where there are no others, and none where they don’t compare', () => {
    const own = built(tableOf(runs), []);
    expect(cellOf(own, 'efficient-h4', 'relativeTime')).toMatchObject({
      text: cellOf(table.model, 'efficient-h4', 'trainSeconds')?.relative?.toFixed(2),
    });
    expect(own.legend.at(-1)).toContain('It is context and decides nothing.');
    const apart = runs.map((run, at) =>
      at === 0 ? { ...run, machine: { ...run.machine, processor: 'another' } } : run,
    );
    expect(built(tableOf(apart), []).columns.map(({ id }) => id)).not.toContain('relativeTime');
  });
});
