import type { LayerTableInput } from '@better-attention/reporting';
import { reportSweepRecords } from '../report-records.js';
import { readPaper } from '../report-tables.js';
import { runsFolder } from '../workspace.js';
import type { ResolvedSweep } from './define.js';

/** What a report needs of a sweep: its recorded parts of the planned ones. */
export async function reportSweep(sweep: ResolvedSweep): Promise<LayerTableInput> {
  const { name, table, kind, preset, because, mechanisms, base, axes, deviations } = sweep;
  const folder = runsFolder(name, preset);
  const { records, unusable, changed } = await reportSweepRecords(sweep, folder);
  return {
    name,
    title: table,
    kind,
    preset: { name: preset, because },
    mechanisms,
    base,
    axes,
    records,
    recordsFolder: folder,
    unusable,
    remarks: changed > 0 ? [changedSettings(name, preset, changed)] : [],
    paper: await readPaper(name),
    deviations,
  };
}

function changedSettings(name: string, preset: string, changed: number): string {
  const records = changed === 1 ? '1 record was' : `${changed} records were`;
  return `${records} measured under other settings than the sweep states now; \`pnpm table ${name} --preset ${preset}\` measures them again.`;
}
