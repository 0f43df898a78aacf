import type { ReportSweep } from '@better-attention/reporting';
import { readPaper } from '../report-tables.js';
import type { ResolvedSweep } from './define.js';
import { sweepTable } from './sweep-table.js';

/** What a report needs of a sweep: its recorded parts of the planned ones. */
export async function reportSweep(sweep: ResolvedSweep): Promise<ReportSweep> {
  const { folder, parts } = await sweepTable(sweep);
  const recorded = parts.flatMap(({ planned, record }) =>
    record === undefined ? [] : [[planned.file, record] as const],
  );
  const changed = parts.filter(({ state }) => state === 'changed settings').length;
  const { name, table, kind, preset, because, mechanisms, base, axes, deviations } = sweep;
  return {
    name,
    title: table,
    kind,
    preset: { name: preset, because },
    mechanisms,
    base,
    axes,
    records: new Map(recorded),
    recordsFolder: folder,
    remarks: changed > 0 ? [changedSettings(name, preset, changed)] : [],
    paper: await readPaper(name),
    deviations,
  };
}

function changedSettings(name: string, preset: string, changed: number): string {
  const records = changed === 1 ? '1 record was' : `${changed} records were`;
  return `${records} measured under other settings than the sweep states now; \`pnpm table ${name} --preset ${preset}\` measures them again.`;
}
