import { join } from 'node:path';
import { writeAtomically } from '@better-attention/records';
import type { TableInput } from '@better-attention/reporting';
import { Command } from 'commander';
import { selectedSweep } from '../sweep/sweep-table.js';
import { selectedExperiment, type TableSelection } from '../table-runs.js';
import { reportFolder, shownPath } from '../workspace.js';
import { presetOption, seedsOption } from './options.js';

/** `better-attention table`: renders one table and its figures from the recorded runs, and prints the table. */
export function tableCommand(): Command {
  return new Command('table')
    .description('render one table and its figures from the recorded runs')
    .argument('<experiment>', 'which table')
    .addOption(presetOption())
    .addOption(seedsOption())
    .action(async (name: string, options: { preset: string; seeds?: number }) => {
      const { buildReport, contentOf, renderExcerpt, renderReport } = await import(
        '@better-attention/reporting'
      );
      const folder = reportFolder(options.preset);
      const report = buildReport({
        folder,
        preset: options.preset,
        tables: [await selected({ name, ...options })],
      });
      const files = await renderReport(report);
      const own = [...files].filter(([path]) => /^(tables|figures)\//.test(path));
      for (const [path, content] of own) await writeAtomically(join(folder, path), contentOf(content));
      for (const table of report.tables) console.log(`\n${renderExcerpt(table)}\n`);
      for (const [path] of own) console.log(shownPath(join(folder, path)));
    });
}

/** A table for the report. */
async function selected(selection: TableSelection): Promise<TableInput> {
  const sweep = await selectedSweep(selection);
  if (sweep === undefined) {
    const { reportTable } = await import('../report-tables.js');
    return reportTable(await selectedExperiment(selection));
  }
  const { reportSweep } = await import('../sweep/report-sweep.js');
  return reportSweep(sweep);
}
