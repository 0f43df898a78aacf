import { join } from 'node:path';
import { Command } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import { loadTable, requireName } from '../tables/load-table.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import { type JudgedOptions, judgedOf } from './judged.js';
import { againstOption, mechanismFileOption, presetOption, seedsOption } from './options.js';
import { fittingTo } from './terminal.js';

/** `better-attention table`: renders one table and its figures from the recorded runs, and prints the table. */
export function tableCommand(): Command {
  return new Command('table')
    .description('render one table and its figures from the recorded runs')
    .argument('[experiment]', 'which table')
    .addOption(presetOption())
    .addOption(seedsOption())
    .addOption(mechanismFileOption())
    .addOption(againstOption())
    .option('--json', 'write no files; print the table in full precision as JSON')
    .action(
      async (
        name: string | undefined,
        { json, ...options }: PresetChoice & JudgedOptions & { readonly json?: true },
      ) => {
        const [
          { buildReport, contentOf, renderExcerpt, renderReport, tableDocument },
          { reportInput },
          { writeAtomically },
        ] = await Promise.all([
          import('@better-attention/reporting'),
          import('../tables/report-input.js'),
          import('@better-attention/files'),
        ]);
        const workspace = findWorkspace();
        const choice = { ...options, judged: await judgedOf(options) };
        const table = await loadTable(workspace, await requireName(workspace, name), choice);
        const report = buildReport(await reportInput(workspace, [table], choice.preset));
        if (json) {
          for (const built of report.tables) console.log(JSON.stringify(tableDocument(built), null, 2));
          return;
        }
        const files = [...(await renderReport(report))]
          .filter(([path]) => /^(tables\/|figures\/(?!forest\.))/.test(path))
          .map(([path, content]) => [path, contentOf(content)] as const);
        for (const [path, content] of files) await writeAtomically(join(report.folder, path), content);
        for (const built of report.tables)
          console.log(`\n${renderExcerpt(built, fittingTo(process.stdout))}\n`);
        for (const [path] of files) console.log(workspace.shown(join(report.folder, path)));
      },
    );
}
