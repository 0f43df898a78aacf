import { Command } from 'commander';
import { Failure } from '../failure.js';
import { selectedSweep } from '../sweep/sweep-table.js';
import type { TrainOptions } from '../train-table.js';
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
    .action(async (name: string, options: TrainOptions) => {
      const sweep = await selectedSweep({ name, ...options });
      if (sweep !== undefined) {
        if (sweep.kind === 'latency' && options.device === 'cuda') {
          throw new Failure(`${name} is measured on the CPU, by the engine onnx; leave the device cuda out`);
        }
        const { measureSweep } = await import('../sweep/measure-sweep.js');
        await measureSweep(sweep, options);
        return;
      }
      const { trainTable } = await import('../train-table.js');
      await trainTable(name, options);
    });
}
