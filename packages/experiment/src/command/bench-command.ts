import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { Failure, named } from '../support/failure.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import { positiveInteger } from './options.js';

interface BenchOptions {
  readonly model: string;
  readonly phase: string;
  readonly mechanism: string;
  readonly batch?: number;
  readonly threads?: number;
  readonly data?: true;
}

/**
 * `better-attention bench`: times single steps of a model on this machine and prints one line of JSON; with `--data`, the
 * reading of data, one line a measurement.
 */
export function benchCommand(): Command {
  return new Command('bench')
    .description('time single steps of a model on this machine; prints one line of JSON')
    .addOption(
      new Option('-m, --model <name>', 'which model')
        .choices(['text-classifier', 'vit', 'translator'])
        .default('text-classifier'),
    )
    .addOption(new Option('--phase <name>', 'what is timed').choices(['train', 'infer']).default('train'))
    .option('--mechanism <name>', 'the attention mechanism', 'standard')
    .addOption(
      new Option('--batch <count>', 'examples of a batch (default: that of the Keras example)').argParser(
        positiveInteger,
      ),
    )
    .addOption(new Option('--threads <count>', 'the most threads (default: 2)').argParser(positiveInteger))
    .option('--data', 'measure the reading of data instead; takes minutes')
    .action(async (options: BenchOptions) => {
      const { mechanisms } = await import('@better-attention/attention');
      named(Object.fromEntries(mechanisms), options.mechanism, 'mechanism');
      const given = Object.entries(options).filter(([name]) => name !== 'debug' && name !== 'data');
      const variables = given.map(([name, value]) => [`BENCH_${name.toUpperCase()}`, value]);
      const file = options.data ? 'benchmarks/data.js' : 'benchmarks/step.js';
      const { root } = findWorkspace();
      if (!existsSync(join(root, file))) {
        throw new Failure(`bench times the models of a checkout of better-attention; ${root} has no ${file}`);
      }
      const child = spawn(process.execPath, [join(root, file)], {
        env: { ...process.env, ...Object.fromEntries(variables) },
        stdio: 'inherit',
      });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Failure(`the benchmark ended with exit code ${code}`);
    });
}
