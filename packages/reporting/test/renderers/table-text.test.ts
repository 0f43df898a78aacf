import { describe, expect, it } from 'vitest';
import { tableDocument } from '../../src/renderers/table-json.js';
import { renderColumns } from '../../src/renderers/table-markdown.js';
import { renderFitted } from '../../src/renderers/table-text.js';
import { renderExcerpt } from '../../src/summary/excerpt.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { gridOfRuns, tableOf } from '../runs.js';

const table = buildTrainingTable(tableOf(gridOfRuns({ seeds: 3 })));
const { model } = table;
const IDS = [
  'mechanism',
  'attentionParameters',
  'trainSeconds',
  'inferenceMilliseconds',
  'test.accuracy',
  'seeds',
];
const widest = (text: string) => Math.max(...text.split('\n').map(({ length }) => length));

describe('a table of a terminal', () => {
  it.each([120, 80, 70])('has lines of at most %d characters', (width) => {
    expect(widest(renderColumns(model, IDS))).toBeGreaterThan(100);
    expect(widest(renderFitted(model, IDS, width))).toBeLessThanOrEqual(width);
  });

  it('has a line a row under its headings, each with its numbers', () => {
    const lines = renderFitted(model, IDS, 80).split('\n');
    const rule = lines.findIndex((line) => line.startsWith('─'));
    const [first] = model.rows;
    expect(lines.slice(rule + 1)).toHaveLength(model.rows.length);
    expect(lines[rule + 1]).toMatch(/^Standard /);
    for (const id of IDS) {
      const at = model.columns.findIndex((column) => column.id === id);
      expect(lines[rule + 1]).toContain(first?.cells[at]?.text);
    }
  });

  it('leaves ratios out, then cuts names, where it is too wide', () => {
    expect(renderFitted(model, IDS, 120)).toContain('(1.00×)');
    expect(renderFitted(model, IDS, 70)).not.toContain('(1.00×)');
    const named = { ...model, rows: model.rows.map((row) => ({ ...row, cells: [...row.cells] })) };
    const [row] = named.rows;
    const [cell] = row?.cells ?? [];
    if (row && cell) row.cells[0] = { ...cell, text: 'A mechanism with a very long name indeed' };
    const cut = renderFitted(named, IDS, 70);
    expect(widest(cut)).toBeLessThanOrEqual(70);
    expect(cut).toMatch(/^A mechanism.*…/m);
  });

  it('is what an excerpt has of it', () => {
    expect(widest(renderExcerpt(table, { width: 80 }))).toBeLessThanOrEqual(80);
    expect(renderExcerpt(table)).toMatch(/^\| Mechanism/);
  });
});

describe('a table as JSON', () => {
  it('holds every value with its seeds, unit and ratio', () => {
    const document = JSON.parse(JSON.stringify(tableDocument(table)));
    expect(document).toMatchObject({ version: 1, name: model.name, preset: model.preset });
    const [{ rows }] = document.tables;
    expect(rows).toHaveLength(model.rows.length);
    const superRow = rows.find(({ mechanism }: { mechanism: string }) => mechanism === 'super');
    const { values } = superRow;
    expect(values['test.accuracy']).toMatchObject({ unit: '%', seeds: [0, 1, 2] });
    expect(values['test.accuracy'].values).toHaveLength(3);
    const mean = values['test.accuracy'].values.reduce((sum: number, each: number) => sum + each, 0) / 3;
    expect(values['test.accuracy'].value).toBeCloseTo(mean, 9);
    expect(values.attentionParameters).toEqual({
      value: expect.any(Number),
      unit: '',
      ratioToStandard: expect.any(Number),
    });
  });
});
