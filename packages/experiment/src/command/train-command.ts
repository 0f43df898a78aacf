import { Command } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import type { MeasureOptions } from '../tables/table.js';
import { findWorkspace } from '../workspace/workspace.js';
import {
  concurrentOption,
  deviceOption,
  engineOption,
  presetOption,
  seedsOption,
  threadsOption,
} from './options.js';

/** `better-attention train`: trains the runs of a table that are missing. */
export function trainCommand(): Command {
  return new Command('train')
    .description(
      'train the runs of a table that are not recorded yet; Ctrl-C stops, the same command goes on',
    )
    .argument('<experiment>', 'which table')
    .addOption(presetOption())
    .addOption(seedsOption())
    .addOption(engineOption())
    .addOption(deviceOption())
    .addOption(threadsOption())
    .addOption(concurrentOption())
    .option('--retrain', 'train again what older sources recorded (always so on the embedded sample)')
    .option(
      '--keep-parameters',
      'keep the trained parameters of each run, as safetensors beside its record; runs without are trained again',
    )
    .action(async (name: string, options: PresetChoice & MeasureOptions) => {
      const [{ loadTable }, { measureTable }] = await Promise.all([
        import('../tables/load-table.js'),
        import('./measure-table.js'),
      ]);
      const workspace = findWorkspace();
      await measureTable(workspace, await loadTable(workspace, name, options), options);
    });
}
