import { describe, expect, it } from 'vitest';
import { crossingOf } from '../../src/layers/crossovers.js';
import { buildLayerTable } from '../../src/layers/layer-table.js';
import { renderCsv } from '../../src/renderers/table-csv.js';
import { renderColumns } from '../../src/renderers/table-markdown.js';
import { countsTable, timesTable } from '../layer-tables.js';

const counts = buildLayerTable(countsTable());
const times = buildLayerTable(timesTable());

describe('a table of layers', () => {
  it('has a model for each axis that is varied', () => {
    expect(counts.models.map(({ name }) => name)).toEqual([
      'complexity-context-length',
      'complexity-model-width',
      'complexity-heads',
    ]);
    const { base, axes } = countsTable();
    const fixed = buildLayerTable(countsTable({ axes: { ...axes, heads: [base.heads] } }));
    expect(fixed.models.map(({ name }) => name)).not.toContain('complexity-heads');
  });

  it('hold every mechanism at every size, with the ratio to Standard at the same size', () => {
    const [model] = counts.models;
    if (!model) throw new Error('no model');
    const shown = renderColumns({ ...model, rows: model.rows.slice(4, 8) }, [
      'mechanism',
      'contextLength',
      'parameters',
      'matmulsPerHead',
    ]);
    expect(shown.split('\n').slice(2)).toEqual([
      '| Standard  |   64 |            16,384 (1.00×) |                        6 |',
      '| Optimised |   64 |            12,288 (0.75×) |                        5 |',
      '| Efficient |   64 |             8,192 (0.50×) |                        4 |',
      '| Super     |   64 |            12,288 (0.75×) |                        5 |',
    ]);
  });

  it('have the times of both batch sizes, means over the repetitions, and throughput', () => {
    const row = times.models[0]?.rows.find(({ id }) => id === 'standard-l64-d64-h4');
    const cell = (id: string) => row?.cells[times.models[0]?.columns.findIndex((one) => one.id === id) ?? -1];
    expect(cell('batch1.milliseconds')?.value).toBeCloseTo(0.1572864 * 1.01, 9);
    expect(cell('batch1.milliseconds')?.spread).toBe('± 0.00157');
    expect(cell('batch64.milliseconds')?.value).toBeCloseTo(64 * 0.1572864 * 1.01, 9);
    expect(cell('batch64.examplesPerSecond')?.value).toBeCloseTo(
      (1000 / 0.1572864 / 3) * (1 + 1 / 1.01 + 1 / 1.02),
      6,
    );
    expect(cell('batch64.tokensPerSecond')?.value).toBeCloseTo(
      64 * (cell('batch64.examplesPerSecond')?.value ?? 0),
      6,
    );
    expect(row?.heading).toBe('ℓ = 64');
  });

  it('keep the sizes and every repetition in CSV', () => {
    const [head, first] = renderCsv(times.models[1] as (typeof times.models)[number]).split('\n');
    const columns = head?.split(',') ?? [];
    const value = (name: string) => first?.split(',')[columns.indexOf(name)];
    expect([value('contextLength'), value('modelWidth'), value('heads')]).toEqual(['64', '32', '4']);
    expect(value('batch1.milliseconds [ms] values')?.split(';')).toHaveLength(3);
  });

  it('refuse records of another preset', () => {
    const table = countsTable({ preset: { name: 'paper' } });
    expect(() => buildLayerTable(table)).toThrow(
      'report of complexity, preset paper: counts.json is of complexity, preset cpu, kind complexity',
    );
  });

  it('say so when repetitions are of different machines', () => {
    const table = timesTable();
    const records = new Map(
      [...table.records].map(([file, record], at) => [
        file,
        { ...record, machine: { ...record.machine, cores: 2 + at } },
      ]),
    );
    expect(times.models[0]?.remarks).toEqual([]);
    expect(buildLayerTable({ ...table, records }).models[0]?.remarks).toEqual([
      'The repetitions are of different machines or versions: their times don’t compare, ratios do.',
    ]);
  });

  it('say so when nothing is recorded', () => {
    const empty = buildLayerTable(countsTable({ records: new Map() }));
    expect(empty.findings).toEqual([]);
    expect(empty.models[0]?.remarks).toEqual([]);
    expect([empty.sentences, empty.brief]).toEqual([['Not measured.'], ['Not measured.']]);
  });
});

describe('the findings', () => {
  it('are 25, 50 and, where ℓ = d_m, 25 % fewer parameters, and one, two and one products fewer', () => {
    const numbers = counts.findings
      .slice(0, 6)
      .map(({ claim, mechanism, numbers: { ratio, fewer } }) => [claim, mechanism, ratio ?? fewer]);
    expect(numbers).toEqual([
      [1, 'optimised', 0.75],
      [1, 'efficient', 0.5],
      [1, 'super', 0.75],
      [2, 'optimised', 1],
      [2, 'efficient', 2],
      [2, 'super', 1],
    ]);
  });

  it('have the crossovers of Super, derived and between counted lengths', () => {
    const found = counts.findings.slice(6).map(({ measure, numbers: { derived, below, above } }) => ({
      measure,
      derived,
      below,
      above,
    }));
    expect(found).toEqual([
      { measure: 'Parameters without biases', derived: Math.SQRT2 * 64, below: 90, above: 91 },
      { measure: 'Multiply-adds in linear maps', derived: 128, below: 91, above: 256 },
      { measure: 'FLOPs', derived: 128, below: 91, above: 256 },
    ]);
  });

  it('refuse counts that contradict what is derived', () => {
    const table = countsTable();
    const record = table.records.get('counts.json');
    if (record?.kind !== 'complexity') throw new Error('no counts');
    const measurements = record.measurements.map((layer) =>
      layer.mechanism === 'super' && layer.contextLength === 90
        ? { ...layer, parameters: 2 * layer.parameters }
        : layer,
    );
    const records = new Map([['counts.json', { ...record, measurements }]]);
    expect(() => buildLayerTable({ ...table, records })).toThrow("should cross Standard's at ℓ = 90.5");
  });

  it('say where times cross and where gains shrink', () => {
    const finding = times.findings.find(
      ({ mechanism, measure, numbers }) =>
        mechanism === 'super' && measure === 'latency along ℓ, batch 64' && numbers.last === 256,
    );
    expect(finding?.numbers).toMatchObject({ batch: 64, fasterUpTo: 91, slowerFrom: 256 });
    expect(finding?.numbers).toMatchObject({ sizes: 6, faster: 4, slower: 1 });
    expect(finding?.sentence).toMatch(
      /Of 6 sizes it is faster at 4 and slower at 1 \(ℓ = 256\), each decided \(corrected p < 0\.05\)\.$/,
    );
    expect(finding?.numbers.crossing).toBeCloseTo(128, 6);
    expect(times.sentences[0]).toBe(
      'Latency relative to Standard’s, batch 1, from ℓ = 16 to ℓ = 256 (d_m = 64, h = 4): ' +
        'Optimised 0.78× to 0.92×, Efficient 0.56× to 0.83× and Super 0.61× to 1.17×. ' +
        'Beyond the 95 % intervals, the gain shrinks for Optimised, Efficient and Super.',
    );
  });

  it('leave open what one repetition can’t decide', () => {
    const once = buildLayerTable(timesTable(1));
    expect(once.sentences[0]).toMatch(/No gain changes beyond the 95 % intervals\.$/);
  });
});

describe('crossingOf', () => {
  const at = (position: number, ratio: number, spread = 0) => ({
    position,
    ratio,
    interval: [ratio - spread, ratio + spread] as const,
  });

  it('interpolates on logarithms', () => {
    expect(crossingOf([at(16, 0.5), at(64, 2)])).toEqual({ between: [16, 64], near: expect.closeTo(32, 9) });
  });

  it('spans the positions whose interval contains 1', () => {
    expect(crossingOf([at(16, 0.5), at(32, 0.99, 0.1), at(64, 1.02, 0.1), at(128, 2)])?.between).toEqual([
      16, 128,
    ]);
  });

  it('is none where ratios stay on one side, fall, or are undecided', () => {
    expect(crossingOf([at(16, 0.5), at(64, 0.9)])).toBeUndefined();
    expect(crossingOf([at(16, 2), at(64, 0.5)])).toBeUndefined();
    expect(crossingOf([at(16, 0.5), at(64, 1.1, 0.2)])).toBeUndefined();
  });
});
