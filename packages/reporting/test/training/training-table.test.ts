import type { CompleteRun } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { paper } from '../../src/input/paper.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import type { Cell, TableModel } from '../../src/table/table-model.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, failedRun, gridOfRuns, MECHANISMS, PAPER, tableOf } from '../runs.js';

function cell(model: TableModel, row: string, column: string): Cell {
  const position = model.columns.findIndex(({ id }) => id === column);
  const found = model.rows.find(({ id }) => id === row)?.cells[position];
  if (!found) throw new Error(`no cell ${row} ${column}`);
  return found;
}

function withAccuracies(mechanism: string, accuracies: number[]): CompleteRun[] {
  return accuracies.map((accuracy, seed) => completeRun(mechanism, { seed, test: { loss: 0.5, accuracy } }));
}

describe('values', () => {
  const runs = [
    ...withAccuracies('standard', [0.7, 0.71, 0.72]),
    ...withAccuracies('super', [0.76, 0.77, 0.78]),
    ...withAccuracies('optimised', [0.72, 0.71, 0.7]),
  ];
  const { model } = buildTrainingTable(tableOf(runs));

  it('are mean ± sample standard deviation over seeds, in percent', () => {
    expect(cell(model, 'super-h4', 'test.accuracy')).toMatchObject({ text: '77.00', spread: '± 1.00' });
  });

  it('rest on the runs they name', () => {
    expect(cell(model, 'super-h4', 'test.accuracy').runs).toEqual([
      'super-h4-seed0.json',
      'super-h4-seed1.json',
      'super-h4-seed2.json',
    ]);
  });

  it('of counts and times stand in relation to Standard', () => {
    expect(cell(model, 'optimised-h4', 'attentionParameters')).toMatchObject({
      text: '3,168',
      annotation: '0.75×',
    });
    expect(cell(model, 'standard-h4', 'trainSeconds').relative).toBe(1);
    expect(cell(model, 'standard-h4', 'modelParameters').annotation).toBe('');
  });

  it('of train and validation belong to the best epoch', () => {
    const run = completeRun('super', { seed: 0, bestEpoch: 3 });
    const built = buildTrainingTable(tableOf([run]));
    const expected = ((run.epochs[2]?.validation.accuracy as number) * 100).toFixed(2);
    expect(cell(built.model, 'super-h4', 'validation.accuracy').text).toBe(expected);
    expect(cell(built.model, 'super-h4', 'train.accuracy').text).toBe('63.80');
  });

  it('leave a row of dashes for a mechanism without runs', () => {
    expect(cell(model, 'efficient-h4', 'test.accuracy')).toMatchObject({ text: '', runs: [] });
    expect(cell(model, 'efficient-h4', 'seeds').text).toBe('0');
  });

  it('put the main heads first, then an ablation, in blocks with a heading', () => {
    const runs = [...gridOfRuns({ heads: [4, 2, 8], seeds: 1 }), completeRun('linformer')];
    const { rows } = buildTrainingTable(tableOf(runs)).model;
    const all = [...MECHANISMS, 'linformer'];
    expect(rows.map(({ id }) => id)).toEqual(
      [4, 2, 8].flatMap((heads) => all.map((name) => `${name}-h${heads}`)),
    );
    expect([...new Set(rows.map(({ heading }) => heading))]).toEqual([
      '4 heads',
      'Ablation: 2 heads, seed 0',
      'Ablation: 8 heads, seed 0',
    ]);
  });
});

describe('baselines', () => {
  const better = withAccuracies('linformer', [0.9, 0.91, 0.92]);
  const ours = [
    ...withAccuracies('standard', [0.7, 0.71, 0.72]),
    ...withAccuracies('super', [0.76, 0.7701, 0.7799]),
  ];
  const baselines = ['linformer', 'performer'];
  const built = buildTrainingTable(tableOf([...ours, ...better], { baselines }));
  const { model } = built;

  it('stand in a block of their own, with a row of dashes where nothing was trained', () => {
    expect(model.rows.slice(-2)).toMatchObject([
      { id: 'linformer-h4', block: 'baseline', heading: 'Baselines: 4 heads' },
      { id: 'performer-h4', block: 'baseline' },
    ]);
    expect(cell(model, 'performer-h4', 'test.accuracy').text).toBe('');
    expect(model.legend.join(' ')).toContain(
      'Baselines (Linformer and Performer) aren’t mechanisms of the paper',
    );
  });

  it('take no lead from the paper’s mechanisms', () => {
    expect(cell(model, 'linformer-h4', 'test.accuracy')).toMatchObject({
      text: '91.00',
      annotation: '',
      decided: false,
    });
    expect(cell(model, 'super-h4', 'test.accuracy')).toMatchObject({ decided: true });
    expect(built.differences.map(({ correction }) => correction !== undefined)).toEqual([true, false]);
    expect(built.sentence).toMatch(/^With 4 heads, Standard’s mean test accuracy is/);
  });

  it('keep their ratio to Standard and their difference from it', () => {
    expect(cell(model, 'linformer-h4', 'attentionParameters').annotation).toBe('1.00×');
    expect(built.differences.map(({ mechanism }) => mechanism.mechanism)).toEqual(['super', 'linformer']);
  });
});

describe('a headline', () => {
  const decided = (runs: readonly CompleteRun[], changes: Partial<TrainingTableInput> = {}) => {
    const { model } = buildTrainingTable(tableOf(runs, changes));
    return cell(model, 'super-h4', 'test.accuracy').decided;
  };
  const ahead = [
    ...withAccuracies('standard', [0.7, 0.71, 0.72]),
    ...withAccuracies('super', [0.76, 0.7701, 0.7799]),
  ];

  it('is bold where it is decidedly better than Standard’s, and no other number is', () => {
    const { model } = buildTrainingTable(tableOf(ahead));
    const bold = model.rows.flatMap(({ id, cells }) =>
      cells.flatMap((one, at) => (one.decided ? [`${id} ${model.columns[at]?.id}`] : [])),
    );
    expect(bold).toEqual(['super-h4 test.accuracy']);
    expect(model.legend.join(' ')).toContain(
      'Bold: a test accuracy that is decidedly better than Standard’s (two-sided paired t test over at least three seeds, p < 0.05 after correction over the claim that is about the mechanism: 6 data sets × 2 mechanisms for Optimised and Efficient, 6 data sets × 1 mechanism for Super).',
    );
  });

  it('is not where it is worse, the uncorrected p value alone is small, or seeds are fewer than three', () => {
    const worse = [
      ...withAccuracies('super', [0.7, 0.71, 0.72]),
      ...withAccuracies('standard', [0.76, 0.7701, 0.7799]),
    ];
    expect(decided(worse)).toBe(false);
    const spreading = [
      ...withAccuracies('standard', [0.7, 0.71, 0.72]),
      ...withAccuracies('super', [0.75, 0.74, 0.76]),
    ];
    const [difference] = buildTrainingTable(tableOf(spreading)).differences;
    expect(difference?.comparison?.test.p).toBeLessThan(0.05);
    expect(difference?.correction?.p).toBeCloseTo(6 * (difference?.comparison?.test.p as number), 12);
    expect(decided(spreading)).toBe(false);
    expect(
      decided([...withAccuracies('standard', [0.7, 0.7]), ...withAccuracies('super', [0.76, 0.7601])]),
    ).toBe(false);
  });

  it('is not where its seeds are a pilot’s, and is judged by those after the pilot alone', () => {
    expect(decided(ahead, { pilotSeeds: 3 })).toBe(false);
    const after = [
      ...withAccuracies('standard', [0.9, 0.9, 0.9, 0.7, 0.71, 0.72]),
      ...withAccuracies('super', [0.5, 0.5, 0.5, 0.76, 0.7701, 0.7799]),
    ];
    expect(decided(after)).toBe(false);
    const table = buildTrainingTable(tableOf(after, { pilotSeeds: 3 }));
    expect(cell(table.model, 'super-h4', 'test.accuracy').decided).toBe(true);
    expect(table.differences[0]).toMatchObject({ seeds: [3, 4, 5], pilot: false });
    expect(table.differences[0]?.files).toEqual(
      ['standard', 'super'].flatMap((name) => [3, 4, 5].map((seed) => `${name}-h4-seed${seed}.json`)),
    );
    expect(table.model.legend).toContain(
      'The first 3 seeds (0 to 2) are a pilot, whose spread set the number of the others: tests rest on the others alone.',
    );
  });

  it('has intervals by Student’s t', () => {
    const { summaries } = buildTrainingTable(tableOf(ahead));
    const standard = summaries.find(
      ({ mechanism, column }) => mechanism === 'standard' && column === 'test.accuracy',
    );
    expect(standard?.interval?.[0]).toBeCloseTo(71 - 4.302652729911275 / Math.sqrt(3), 9);
  });

  it('of mechanisms that no claim is about is corrected over those of the table', () => {
    const mechanisms = ['standard', 'mine', 'yours'];
    const runs = [
      ...withAccuracies('standard', [0.7, 0.71, 0.72]),
      ...withAccuracies('mine', [0.76, 0.7701, 0.7799]),
    ];
    const { differences } = buildTrainingTable(tableOf(runs, { mechanisms }));
    expect(differences[0]?.correction?.family).toEqual({ datasets: 1, mechanisms: 2 });
  });
});

describe('remarks', () => {
  it('name failed runs with the first line of their error, and count them', () => {
    const { model } = buildTrainingTable(tableOf([completeRun('super'), failedRun('super', { seed: 1 })]));
    expect(model.remarks).toContain('super-h4-seed1.json failed: loss is NaN at step 12');
    expect(cell(model, 'super-h4', 'failed')).toMatchObject({ text: '1', runs: ['super-h4-seed1.json'] });
    expect(cell(model, 'super-h4', 'seeds').text).toBe('1');
  });

  it('say that one seed carries no test', () => {
    const { model } = buildTrainingTable(tableOf(MECHANISMS.map((mechanism) => completeRun(mechanism))));
    expect(model.remarks).toEqual([
      'Every row rests on 1 seed: fewer than three carry no interval and no test.',
    ]);
    expect(cell(model, 'super-h4', 'test.accuracy').spread).toBe('');
  });

  it('say which rows have fewer seeds than others', () => {
    const { model } = buildTrainingTable(tableOf([...gridOfRuns(), completeRun('super', { heads: 8 })]));
    expect(model.remarks).toEqual([
      'Too few seeds: Super with 8 heads (1 seed): fewer than three carry no interval and no test.',
    ]);
  });

  it('take times out of relation when machines differ, and leave metrics compared', () => {
    const other = completeRun('super', { seed: 4 });
    const runs = [
      ...gridOfRuns().filter((run) => run.mechanism !== 'super' || run.seed !== 4),
      { ...other, machine: { ...other.machine, processor: 'Another Processor' } },
    ];
    const { model, comparability } = buildTrainingTable(tableOf(runs));
    expect(comparability).toMatchObject({ times: false, metrics: true });
    expect(model.remarks).toEqual([
      expect.stringMatching(
        /^These runs used different machines \(19 runs: Example.*\| 1 run: Another.*\)\. Their times are not set in relation\.$/,
      ),
    ]);
    expect(cell(model, 'super-h4', 'trainSeconds')).toMatchObject({ annotation: '', relative: undefined });
    expect(cell(model, 'super-h4', 'attentionParameters').annotation).toBe('0.74×');
  });

  it('compare nothing when the data differ', () => {
    const other = completeRun('super');
    const runs = [completeRun('standard'), { ...other, data: { ...other.data, contents: 'cd'.repeat(32) } }];
    const { model, comparability, differences } = buildTrainingTable(tableOf(runs));
    expect(differences).toEqual([]);
    expect(comparability).toMatchObject({ times: false, metrics: false });
    expect(cell(model, 'super-h4', 'test.accuracy')).toMatchObject({ annotation: '' });
  });

  it('take the same examples for the same data, however they are packed', () => {
    const other = completeRun('super');
    const files = [{ name: 'other.tar.gz', bytes: 1, sha256: 'cd'.repeat(32) }];
    const runs = [completeRun('standard'), { ...other, data: { ...other.data, files } }];
    expect(buildTrainingTable(tableOf(runs)).comparability).toMatchObject({ times: true, metrics: true });
  });

  it('report counts that differ between the runs of a row instead of choosing one', () => {
    const runs = [
      completeRun('standard'),
      completeRun('super', { seed: 0, parameters: { model: 643_136, attention: 3136 } }),
      completeRun('super', { seed: 1, parameters: { model: 643_136, attention: 3168 } }),
    ];
    const { model } = buildTrainingTable(tableOf(runs));
    expect(cell(model, 'super-h4', 'attentionParameters').text).toBe('');
    expect(model.remarks).toContain(
      'Super with 4 heads: its runs have different counts of attention parameters (3,136 and 3,168), so they are of different code.',
    );
  });

  it('name records that are left out, with the reason, and whatever else is to be known', () => {
    const { model } = buildTrainingTable(
      tableOf([], {
        unusable: new Map([['super-h4-seed0.json', 'not a valid run record']]),
        remarks: ['2 runs were recorded under other settings.'],
      }),
    );
    expect(model.remarks).toEqual([
      'super-h4-seed0.json is left out: not a valid run record',
      '2 runs were recorded under other settings.',
    ]);
  });

  it('say nothing when there are no runs', () => {
    const { model } = buildTrainingTable(tableOf([]));
    expect(model.remarks).toEqual([]);
    expect(model.rows.map(({ id }) => id)).toEqual(MECHANISMS.map((mechanism) => `${mechanism}-h4`));
  });
});

describe('published numbers', () => {
  it('stand beside ours, and rebuilds below as context', () => {
    const { model } = buildTrainingTable(tableOf(gridOfRuns(), { paper: PAPER }));
    expect(cell(model, 'super-h4', 'test.accuracy.paper')).toMatchObject({
      text: '≈ 78',
      title: 'author-helped, v2',
    });
    expect(cell(model, 'standard-h4', 'test.accuracy.paper').text).toBe('');
    expect(model.rows.at(-1)).toMatchObject({ id: 'super-h4-context1', kind: 'context' });
    expect(cell(model, 'super-h4-context1', 'test.accuracy')).toMatchObject({
      text: '74.12',
      spread: '± 0.27',
      runs: [],
    });
    expect(model.legend).toContain('Paper: Super with 4 heads, test accuracy ≈ 78 % (author-helped, v2).');
  });

  it('make a row of heads that nothing was trained with', () => {
    const context = PAPER.context.map((row) => ({ ...row, heads: 8 }));
    const { model } = buildTrainingTable(tableOf(gridOfRuns(), { paper: { values: [], context } }));
    expect(model.rows.slice(-2).map(({ id }) => id)).toEqual(['super-h8', 'super-h8-context1']);
  });

  it('keep an empty column when none is known', () => {
    const { model } = buildTrainingTable(tableOf(gridOfRuns()));
    expect(model.columns.filter(({ kind }) => kind === 'paper').map(({ id }) => id)).toEqual([
      'test.accuracy.paper',
    ]);
    expect(model.legend).toContain(
      'Paper: none of its numbers for this table is known; the cells stay empty.',
    );
  });

  it('must fit the columns and their units', () => {
    const value = {
      mechanism: 'super',
      heads: 4,
      value: 0.78,
      approximate: true,
      knownFrom: 'author-helped' as const,
    };
    const withValue = (column: string, unit: string) =>
      tableOf([], { paper: { values: [{ ...value, column, unit }], context: [] } });
    expect(() => buildTrainingTable(withValue('test.accuracy', ''))).toThrow(
      'paper.json of imdb: test.accuracy is in "%", the paper\'s value in ""; convert it',
    );
    expect(() => buildTrainingTable(withValue('test.bleu', '%'))).toThrow(
      'no column "test.bleu" in this table (has attentionParameters',
    );
  });

  it('are refused with an unknown key, and may be absent altogether', () => {
    expect(paper.parse({})).toEqual({ values: [], context: [] });
    expect(() => paper.parse({ values: [], rows: [] })).toThrow('Unrecognized key: \\"rows\\"');
  });
});

describe('records', () => {
  it('of another preset or experiment are refused', () => {
    expect(() => buildTrainingTable(tableOf([completeRun('super', { preset: 'sample' })]))).toThrow(
      'report of imdb, preset cpu: super-h4-seed0.json is a run of imdb, preset sample; presets and experiments are never mixed in a table',
    );
    expect(() => buildTrainingTable(tableOf([completeRun('super', { experiment: 'mnist' })]))).toThrow(
      'is a run of mnist, preset cpu',
    );
  });

  it('need a headline among the test metrics and a name for files', () => {
    expect(() => buildTrainingTable(tableOf([], { headline: 'bleu' }))).toThrow(
      "headline bleu isn't among its test metrics (has loss, accuracy)",
    );
    expect(() => buildTrainingTable(tableOf([], { name: '../imdb' }))).toThrow(
      'expected words-and-dashes, got "../imdb"',
    );
  });
});
