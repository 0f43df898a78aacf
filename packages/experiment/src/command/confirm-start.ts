import { counted } from '../support/counted.js';
import { Failure } from '../support/failure.js';
import type { MeasureOptions, Table, Unit } from '../tables/table.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';

/** From so many seconds on a start is a long one. */
const LONG = 600;

/** A table, and which of its units are asked for; without, all. */
export interface ChosenTable {
  readonly table: Table;
  readonly units?: readonly Unit[];
}

/** How a start is confirmed. */
export interface StartOptions extends MeasureOptions {
  /** How many units at once. */
  readonly concurrent: number;
  /** Whether nobody is asked. */
  readonly yes?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Says how long what is left of some tables will take, where that is long, and asks on a terminal whether to start. Where
 * nothing is known and somebody can be asked, one unit is calibrated first. Tables that are measured again unasked are
 * quick, and never asked about.
 *
 * @throws Failure when the answer is no
 * @throws Error when data can't be where it is looked for, before anything is said
 */
export async function confirmStart(
  workspace: Workspace,
  chosen: readonly ChosenTable[],
  options: StartOptions,
): Promise<void> {
  const { yes = false, concurrent, signal } = options;
  const slow = chosen.filter(({ table }) => !table.renew);
  if (slow.length === 0) return;
  const terminal = process.stdin.isTTY && process.stderr.isTTY && !yes;
  const [{ executorOf }, { estimateTable, totalLeft }, { sumOf }, { totalInWords }] = await Promise.all([
    import('../plan/executor.js'),
    import('../plan/plan-table.js'),
    import('../plan/estimate.js'),
    import('./plan-text.js'),
  ]);
  for (const { table } of slow) {
    await table.data?.isHere();
  }
  const executor = executorOf(options);
  const estimated = () =>
    Promise.all(
      slow.map(async ({ table, units }) => {
        const session = await table.open(options);
        return estimateTable(workspace, table, executor, { session, units, retrain: options.retrain });
      }),
    );
  let tables = await estimated();
  const unknown = tables.filter((each) => totalLeft(each).unknown > 0);
  if (terminal && unknown.length > 0) {
    const { calibrateTables } = await import('./calibrate-tables.js');
    await calibrateTables(unknown, { workspace, executor, measure: options, signal, atMost: 1 });
    tables = await estimated();
  }
  const total = sumOf(tables.map(totalLeft));
  const seconds = total.seconds / concurrent;
  if (seconds < LONG) return;
  const noun = slow.length === 1 ? (slow[0]?.table.words.unit ?? 'unit') : 'unit';
  const at = concurrent > 1 ? `, ${concurrent} at once` : '';
  const words = `${totalInWords({ ...total, seconds }, noun)}, on this machine${at}.`;
  if (!terminal) console.error(words);
  else if (!(await ask(`${words} Start?`, { input: process.stdin, output: process.stderr, signal }))) {
    throw new Failure(`${counted(total.units, noun)} not started`);
  }
}
