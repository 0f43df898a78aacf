import { join } from 'node:path';
import type { ReportSweep, ReportTable } from '@better-attention/reporting';
import { Command } from 'commander';
import { selectedSweep } from '../sweep/sweep-table.js';
import { selectedExperiment } from '../table-runs.js';
import { experimentNames, reportFolder, shownPath } from '../workspace.js';
import { presetOption, seedsOption } from './options.js';

/** `better-attention report`: renders the report of all tables from the recorded runs, and prints the verdicts. */
export function reportCommand(): Command {
  return new Command('report')
    .description('render all tables, figures and index.html from the recorded runs')
    .addOption(presetOption())
    .addOption(seedsOption())
    .action(async (options: { preset: string; seeds?: number }) => {
      const { buildSweep, claims, renderVerdicts, writeReport } = await import('@better-attention/reporting');
      const { excerpt, reportTable } = await import('../report-tables.js');
      const { reportSweep } = await import('../sweep/report-sweep.js');
      const { updateReadme } = await import('../readme.js');
      const { preset } = options;
      const names = await experimentNames();
      const tables: ReportTable[] = [];
      const sweeps: ReportSweep[] = [];
      for (const name of names) {
        const sweep = await selectedSweep({ name, ...options });
        if (sweep !== undefined) sweeps.push(await reportSweep(sweep));
        else tables.push(await reportTable(await selectedExperiment({ name, ...options })));
      }
      const folder = reportFolder(preset);
      await writeReport({ folder, preset, tables, sweeps });
      if (preset === 'paper') await updateReadme(tables);

      for (const table of tables) console.log(`\n${table.title}, preset ${preset}\n\n${excerpt(table)}`);
      for (const sweep of sweeps) {
        const { sentences } = buildSweep(sweep, '');
        console.log(
          `\n${sweep.title}, preset ${preset}\n\n${sentences.map((each) => `- ${each}`).join('\n')}`,
        );
      }
      console.log(`\nThe paper's claims\n\n${renderVerdicts(claims(tables))}\n`);
      console.log(`report  ${shownPath(join(folder, 'index.html'))}`);
      if (preset === 'sample') console.log(`next    npm run table -- ${names[0]} --preset paper`);
    });
}
