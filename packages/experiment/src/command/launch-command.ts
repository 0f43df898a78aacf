import { Command } from 'commander';
import { jsonOption, presetOption, seedsOption, slurmOption, unitOption } from './options.js';

/** What the subcommands do, once one is called. */
const actions = () => import('./launch-actions.js');

/** `better-attention launch`: what became of a table that `train --launcher slurm` submitted. */
export function launchCommand(): Command {
  const launch = new Command('launch').description('look after what train --launcher slurm submitted');
  launch
    .addCommand(
      subcommand('status', 'show which units are recorded, run, wait or failed')
        .argument('[experiment]', 'which table (default: all that were launched)')
        .addOption(jsonOption())
        .action(async (name, options) => (await actions()).status(name, options)),
    )
    .addCommand(
      subcommand(
        'collect',
        'tell whether all is recorded; with --from, copy the records of another folder first',
      )
        .argument('<experiment>', 'which table')
        .option(
          '--from <folder>',
          'a folder of records like experiments/imdb/runs/paper, copied from a cluster',
        )
        .action(async (name, options) => (await actions()).collect(name, options)),
    )
    .addCommand(
      subcommand('cancel', 'end what waits or runs; what is recorded stays')
        .argument('<experiment>', 'which table')
        .addOption(unitOption())
        .action(async (name, options) => (await actions()).cancel(name, options)),
    )
    .addCommand(
      subcommand(
        'retry',
        'submit again what is neither recorded nor queued nor running, with the options of the last time',
      )
        .argument('<experiment>', 'which table')
        .addOption(unitOption())
        .addOption(slurmOption())
        .action(async (name, options) => (await actions()).retry(name, options)),
    )
    .addCommand(
      new Command('task')
        .description('train a unit as a task of an array; asked to stop, it has itself started again')
        .argument('<unit>')
        .argument('[parameters...]')
        .action(async (unit, parameters) => (await actions()).task(unit, parameters)),
      { hidden: true },
    );
  return launch;
}

function subcommand(name: string, description: string): Command {
  return new Command(name).description(description).addOption(presetOption()).addOption(seedsOption());
}
