import { expect, it } from 'vitest';
import type { TableInput } from '../../src/input/tables.js';
import { type BuiltTable, buildReport } from '../../src/report/report.js';
import { renderBrief, renderExcerpt } from '../../src/summary/excerpt.js';
import { countsTable, timesTable } from '../layer-tables.js';
import { tableOf } from '../runs.js';
import { textTable } from '../training-tables.js';

function built(input: TableInput): BuiltTable {
  const { tables } = buildReport({ folder: '/reports/cpu', preset: 'cpu', tables: [input] });
  return tables[0] as BuiltTable;
}

it('of training runs has the main rows and baselines, with the headline beside the paper’s', () => {
  const lines = renderExcerpt(built(textTable())).split('\n');
  expect(lines[0]?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    'Mechanism',
    'Parameters attention',
    'Time training (s)',
    'Time inference (ms)',
    'Test accuracy (%)',
    'Test paper (%)',
    'Runs seeds',
    '',
  ]);
  const names = lines.slice(2).map((line) => line.split('|')[1]?.trim());
  expect(names).toEqual([
    ...['Standard', 'Optimised', 'Efficient', 'Super', '*Super: NMesaC (PyTorch)*'],
    ...['Linformer', 'Performer', 'Multi query'],
  ]);
});

it('of layers has a table for each axis with what people look for first, then what they say', () => {
  const counts = renderExcerpt(built(countsTable()));
  expect(counts.match(/^One attention layer by /gm)).toHaveLength(3);
  expect(counts).toMatch(
    /^\| Mechanism \| +ℓ \| +d\\_m \| +h \| Parameters without biases \| Matrix products per head \|/m,
  );
  expect(counts).not.toContain('Bytes');
  expect(counts).toContain('\n\n- Optimised has 12,288 parameters without biases, Standard 16,384');
  const times = renderExcerpt(built(timesTable()));
  expect(times).toContain('| Batch 64 throughput (examples/s) |');
  expect(times).not.toContain('tokens/s');
});

it('in brief is the excerpt of training runs and the sentences of layers', () => {
  expect(renderBrief(built(textTable()))).toBe(renderExcerpt(built(textTable())));
  expect(renderBrief(built(tableOf([])))).toBe('Not measured.');
  const lines = renderBrief(built(timesTable())).split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(/^- Latency relative to Standard’s, batch 1, from ℓ = 16 to ℓ = 256/);
  expect(renderBrief(built(countsTable({ records: new Map() })))).toBe('Not measured.');
});
