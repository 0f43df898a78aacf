import { join } from 'node:path';
import { Command } from 'commander';
import { selectedExperiment } from '../table-runs.js';
import { experimentNames, reportFolder, shownPath } from '../workspace.js';
import { presetOption, seedsOption } from './options.js';

/** `better-attention report`: renders the report of all tables from the recorded runs. */
export function reportCommand(): Command {
  return new Command('report')
    .description('render all tables, figures and index.html from the recorded runs')
    .addOption(presetOption())
    .addOption(seedsOption())
    .action(async (options: { preset: string; seeds?: number }) => {
      const { writeReport } = await import('@better-attention/reporting');
      const { reportTable } = await import('../report-tables.js');
      const names = await experimentNames();
      const tables = await Promise.all(
        names.map(async (name) => reportTable(await selectedExperiment({ name, ...options }))),
      );
      const folder = reportFolder(options.preset);
      const written = await writeReport({ folder, preset: options.preset, tables });
      console.log(`${written.length} files, to read first: ${shownPath(join(folder, 'index.html'))}`);
    });
}
