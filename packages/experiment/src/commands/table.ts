import { join } from 'node:path';
import { writeAtomically } from '@better-attention/records';
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
      const { contentOf, renderReport } = await import('@better-attention/reporting');
      const folder = reportFolder(options.preset);
      const { tables, sweeps, markdown } = await selected({ name, ...options });
      const files = await renderReport({ folder, preset: options.preset, tables, sweeps });
      const own = [...files].filter(([path]) => /^(tables|figures)\//.test(path));
      for (const [path, content] of own) await writeAtomically(join(folder, path), contentOf(content));
      console.log(`\n${markdown}\n`);
      for (const [path] of own) console.log(shownPath(join(folder, path)));
    });
}

/** A table for the report, and as Markdown. */
async function selected(selection: TableSelection) {
  const sweep = await selectedSweep(selection);
  if (sweep === undefined) {
    const { excerpt, reportTable } = await import('../report-tables.js');
    const table = await reportTable(await selectedExperiment(selection));
    return { tables: [table], sweeps: [], markdown: excerpt(table) };
  }
  const { renderSweepExcerpt } = await import('@better-attention/reporting');
  const { reportSweep } = await import('../sweep/report-sweep.js');
  const table = await reportSweep(sweep);
  return { tables: [], sweeps: [table], markdown: renderSweepExcerpt(table) };
}
