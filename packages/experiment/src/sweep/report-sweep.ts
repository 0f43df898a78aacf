import type { ReportSweep } from '@better-attention/reporting';
import type { ResolvedSweep } from './define.js';
import { sweepTable } from './sweep-table.js';

/** What a report needs of a sweep: its recorded parts of the planned ones. */
export async function reportSweep(sweep: ResolvedSweep): Promise<ReportSweep> {
  const { folder, parts } = await sweepTable(sweep);
  const recorded = parts.flatMap(({ planned, record }) =>
    record === undefined ? [] : [[planned.file, record] as const],
  );
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
    deviations,
  };
}
