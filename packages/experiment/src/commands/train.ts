import { Command } from 'commander';
import type { TrainOptions } from '../train-table.js';
import { engineOption, presetOption, seedsOption } from './options.js';

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
    .option('--retrain', 'train again what older sources recorded (always so on the embedded sample)')
    .action(async (name: string, options: TrainOptions) => {
      const { trainTable } = await import('../train-table.js');
      await trainTable(name, options);
    });
}
