import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { benchCommand } from './bench-command.js';
import { checkCommand } from './check-command.js';
import { dataCommand } from './data-command.js';
import { diffCommand } from './diff-command.js';
import { exportCommand } from './export-command.js';
import { Interruption, interrupt } from './interrupt.js';
import { judgeCommand } from './judge-command.js';
import { launchCommand } from './launch-command.js';
import { planCommand } from './plan-command.js';
import { reportCommand } from './report-command.js';
import { tableCommand } from './table-command.js';
import { trainCommand } from './train-command.js';

/**
 * The `better-attention` command: 0 on success, 1 on an error, 128 + its number when a signal stopped it.
 *
 * Until a command's action is called, no package is loaded but commander; an action imports what it needs. So help and
 * errors of options come at once.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('better-attention')
    .description('Regenerates the tables of “You Need to Pay Better Attention” (arXiv:2403.01643).')
    .version(ownVersion(), '-V, --version', 'print the version')
    .option('--debug', 'show the stack of an error')
    .showHelpAfterError('(add --help for the options)')
    .enablePositionalOptions(false);
  for (const command of [
    planCommand(),
    trainCommand(),
    judgeCommand(),
    launchCommand(),
    tableCommand(),
    reportCommand(),
    exportCommand(),
    diffCommand(),
    dataCommand(),
    benchCommand(),
    checkCommand(),
  ]) {
    program.addCommand(
      command
        .option('--debug', 'show the stack of an error')
        .showHelpAfterError('(add --help for the options)'),
    );
  }
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWhereNobodyReads);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = error instanceof Interruption ? error.exitCode : 1;
    if (error instanceof CommanderError) return;
    const { explain } = await import('./explain.js');
    console.error(argv.includes('--debug') ? error : explain(error));
  }
}

/** The version of this package. */
function ownVersion(): string {
  const description = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}

/**
 * Ends `better-attention plan | head` once head has what it wants, with the code of a program that SIGPIPE ended; `train`
 * as a signal does, since its reader may have died. EIO is what a terminal that was closed says.
 */
function endWhereNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  interrupt('SIGPIPE');
}
