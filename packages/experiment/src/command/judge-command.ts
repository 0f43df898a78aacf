import { Command, Option } from 'commander';
import type { JudgeOptions } from './judge-actions.js';
import {
  againstOption,
  checkpointEveryOption,
  concurrentOption,
  deviceOption,
  engineOption,
  names,
  presetOption,
  seedsOption,
  threadsOption,
  yesOption,
} from './options.js';

/** `better-attention judge`: a mechanism of a person's own beside Standard, from its check to its report. */
export function judgeCommand(): Command {
  return new Command('judge')
    .description(
      'judge a mechanism of your own: check it, train what is missing of it and of Standard, time both in turns, and report what is shown; Ctrl-C stops, the same command goes on',
    )
    .argument('<file>', 'a file whose default export is what defineMechanism gives')
    .addOption(new Option('--tables <names>', 'on which data sets, e.g. imdb,mnist').argParser(names))
    .addOption(presetOption())
    .addOption(seedsOption())
    .addOption(againstOption())
    .addOption(engineOption())
    .addOption(deviceOption())
    .addOption(threadsOption())
    .addOption(checkpointEveryOption())
    .addOption(concurrentOption())
    .option('-o, --out <folder>', 'where the report is written', 'report')
    .addOption(yesOption())
    .action(async (file: string, options: JudgeOptions) => {
      const { judge } = await import('./judge-actions.js');
      await judge(file, options);
    });
}
