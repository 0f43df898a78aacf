import { from } from 'arquero';
import type { Cell, Column, Row, TableModel } from '../table/table-model.js';

/**
 * The table as CSV in full precision: for each measured column the mean, standard deviation, ends of the 95 %
 * interval, number of runs, ratio to Standard and the values themselves, by seed.
 */
export function renderCsv(model: TableModel): string {
  const hasVariants = model.rows.some(({ variant }) => variant !== undefined);
  const hasParts = model.rows.some(({ trainExamples }) => trainExamples !== undefined);
  const rows = model.rows.map((row) =>
    Object.assign(
      {
        mechanism: literal(row.mechanism),
        ...(hasVariants && { variant: literal(row.variant ?? '') }),
        ...(hasParts && { trainExamples: row.trainExamples ?? '' }),
        heads: row.heads,
        row: row.kind === 'measured' ? 'measured' : literal(row.cells[0]?.text ?? ''),
      },
      ...row.cells.map((cell, position) => fields(model.columns[position] as Column, cell, row)),
      { records: literal([...new Set(row.cells.flatMap(({ runs }) => runs))].sort().join(';')) },
    ),
  );
  return from(rows).toCSV();
}

/** Text behind an apostrophe where a spreadsheet would take it for a formula and compute it. Numbers stay as they are. */
export function literal(text: string): string {
  return /^[=+\-@\t]/.test(text) ? `'${text}` : text;
}

function fields(column: Column, { text, value, summary, relative, decided }: Cell, row: Row) {
  const name = (statistic: string) =>
    [column.id, column.unit && `[${column.unit}]`, statistic].filter(Boolean).join(' ');
  if (column.kind === 'label') return labels(column, text);
  if (column.kind !== 'measure') return { [name('')]: value };
  const ratio = column.annotation === 'ratio' ? { [name('ratio to standard')]: relative } : {};
  if (column.exact) return { [name('')]: value, ...ratio };
  return {
    [name('mean')]: value,
    [name('sd')]: summary?.standardDeviation,
    [name('low')]: summary?.interval?.[0],
    [name('high')]: summary?.interval?.[1],
    ...ratio,
    [name('lead decided')]: row.kind === 'measured' && summary ? decided : undefined,
    [name('runs')]: summary?.values.length,
    [name('seeds')]: summary?.seeds.join(';'),
    [name('values')]: summary?.values.join(';'),
  };
}

/** What a label says that no other column has: mechanism and heads stand in front of all. */
function labels({ id }: Column, text: string) {
  return id === 'mechanism' || id === 'heads' ? {} : { [id]: literal(text) };
}
