import { Command } from 'commander';
import { jsonOption, presetOption } from './options.js';

/** What the subcommands do, once one is called. */
const actions = () => import('./data-actions.js');

/** `better-attention data`: what data sets there are, where they are, and how to get them. */
export function dataCommand(): Command {
  const data = new Command('data').description('list, find, fetch and verify data sets');
  data
    .command('list')
    .description('the data sets, their publishers and terms')
    .addOption(jsonOption())
    .action(async (options) => (await actions()).list(options));
  data
    .command('where')
    .description('where a data set is on this machine')
    .argument('[name]', 'a data set of the list')
    .addOption(jsonOption())
    .action(async (name, options) => (await actions()).where(name, options));
  data
    .command('get')
    .description('fetch a data set into the cache, unless it is on this machine')
    .argument('[name]', 'a data set of the list')
    .addOption(jsonOption())
    .action(async (name, options) => (await actions()).get(name, options));
  data
    .command('verify')
    .description('compare a data set on this machine with what its publisher distributes')
    .argument('[name]', 'a data set of the list (default: all that are on this machine)')
    .addOption(jsonOption())
    .action(async (name, options) => (await actions()).verify(name, options));
  data
    .command('prepare')
    .description('make sure that the data of an experiment is on this machine')
    .argument('[experiment]', 'which table')
    .addOption(presetOption())
    .action(async (name, options) => (await actions()).prepare(name, options));
  data
    .command('describe')
    .description('write down what the data of an experiment are called and what guessing scores on them')
    .argument('[experiment]', 'which table')
    .addOption(presetOption())
    .action(async (name, options) => (await actions()).describe(name, options));
  return data;
}
