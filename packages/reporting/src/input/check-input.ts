import type { ReportInput, TableInput } from './tables.js';

/**
 * Refuses tables of another preset than the report's, or than one that it stands for, and two of one name.
 *
 * @throws Error naming the table
 */
export function checkTables({ preset, tables }: ReportInput): void {
  const other = tables.find(({ preset: own }) => own.name !== preset && own.insteadOf !== preset);
  if (other) {
    throw new Error(
      `report of preset ${preset}: table ${other.name} is of preset ${other.preset.name}; presets are never mixed in a report`,
    );
  }
  const names = tables.map(({ name }) => name);
  const twice = names.find((name, position) => names.indexOf(name) < position);
  if (twice !== undefined) throw new Error(`report of preset ${preset}: two tables are named ${twice}`);
}

/**
 * Refuses records of another table, preset or kind.
 *
 * @throws Error naming the file
 */
export function checkRecords({ kind, name, preset, records }: TableInput): void {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      `report: a table's name names files, expected words-and-dashes, got ${JSON.stringify(name)}`,
    );
  }
  for (const [file, record] of records) {
    const found = 'kind' in record ? record.kind : 'training';
    if (record.experiment === name && record.preset === preset.name && found === kind) continue;
    const [what, ofKind] = found === 'training' ? ['a run of', ''] : ['of', `, kind ${found}`];
    throw new Error(
      `report of ${name}, preset ${preset.name}: ${file} is ${what} ${record.experiment}, preset ${record.preset}${ofKind}; presets and experiments are never mixed in a table`,
    );
  }
}
