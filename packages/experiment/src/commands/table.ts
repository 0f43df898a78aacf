import { join } from 'node:path';
import { writeAtomically } from '@better-attention/records';
import { Command } from 'commander';
import { selectedExperiment } from '../table-runs.js';
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
      const { excerpt, reportTable } = await import('../report-tables.js');
      const folder = reportFolder(options.preset);
      const table = await reportTable(await selectedExperiment({ name, ...options }));
      const files = await renderReport({ folder, preset: options.preset, tables: [table] });
      const own = [...files].filter(([path]) => /^(tables|figures)\//.test(path));
      for (const [path, content] of own) await writeAtomically(join(folder, path), contentOf(content));
      console.log(`\n${excerpt(table)}\n`);
      for (const [path] of own) console.log(shownPath(join(folder, path)));
    });
}
