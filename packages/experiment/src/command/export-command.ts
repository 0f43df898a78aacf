import { Command, Option } from 'commander';
import type { RunChoice } from '../export/export-run.js';
import { loadExperiment, requireName } from '../tables/load-table.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import { positiveInteger, presetOption, seedNumber } from './options.js';

interface Options extends RunChoice {
  readonly preset: string;
  readonly batch?: number;
  readonly out?: string;
}

/** `better-attention export`: writes a trained model as .onnx or .safetensors. */
export function exportCommand(): Command {
  return new Command('export')
    .description(
      'write a trained model, which `train --keep-parameters` kept, as .onnx for inference or as .safetensors',
    )
    .argument('[experiment]', 'which table')
    .addOption(presetOption())
    .option('-m, --mechanism <name>', 'its attention (default: the table’s first)')
    .addOption(
      new Option('--heads <count>', 'its heads (default: the model’s own)').argParser(positiveInteger),
    )
    .addOption(new Option('-s, --seed <number>', 'its seed').argParser(seedNumber).default(0))
    .addOption(
      new Option(
        '-b, --batch <count>',
        'how many examples one run of the .onnx takes (default: any number)',
      ).argParser(positiveInteger),
    )
    .option(
      '-o, --out <file>',
      'a file that ends in .onnx or .safetensors (default: an .onnx in this folder, named after the run)',
    )
    .action(async (name: string | undefined, { preset, ...options }: Options) => {
      const [{ exportRun }, { dataProgress, statusLine }] = await Promise.all([
        import('../export/export-run.js'),
        import('./progress.js'),
      ]);
      const line = statusLine(process.stderr);
      const workspace = findWorkspace();
      const files = await exportRun(
        await loadExperiment(workspace, await requireName(workspace, name), { preset }),
        {
          ...options,
          workspace,
          progress: dataProgress(line),
        },
      ).finally(line.clear);
      for (const { path, bytes } of files) console.log(`${path}: ${bytes.toLocaleString('en')} bytes`);
    });
}
