import type { Workspace } from '../workspace/workspace.js';
import type { EstimatedTable } from './plan-table.js';
import { type PoweredTable, poweredTable } from './powered.js';

/** What is asked of tables' records. */
export interface PowerOptions {
  readonly preset: string;
  /** The probability that a claim is decided, from 0 to 1. */
  readonly power: number;
}

/**
 * The seeds, runs and time that would decide claims on the data sets of these tables; none of a table that no claim can be
 * planned from, and of single layers.
 */
export async function poweredTables(
  workspace: Workspace,
  plan: readonly EstimatedTable[],
  { preset, power }: PowerOptions,
): Promise<PoweredTable[]> {
  const [{ buildReport, neededSeeds }, { reportInput }] = await Promise.all([
    import('@better-attention/reporting'),
    import('../tables/report-input.js'),
  ]);
  const input = await reportInput(
    workspace,
    plan.map(({ table }) => table),
    preset,
  );
  const { tables } = buildReport(input);
  return plan.flatMap((estimated) => {
    const table = tables.find((one) => one.input.name === estimated.table.name);
    if (table?.kind !== 'training') return [];
    const { heads, pilotSeeds } = table.input;
    const needed = neededSeeds(table, power);
    const hasPilot = pilotSeeds !== undefined;
    return needed.length > 0 ? poweredTable({ estimated, heads, hasPilot, needed }) : [];
  });
}
