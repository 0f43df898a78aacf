import { secondsAlone } from '../plan/estimate.js';
import { executorOf } from '../plan/executor.js';
import { estimateTable } from '../plan/plan-table.js';
import { situationOf } from '../plan/situation.js';
import type { Table, Unit } from '../tables/table.js';
import type { Workspace } from '../workspace/workspace.js';
import type { LaunchUnit } from './array-options.js';

/** Which units are asked for, and how they would be trained. */
export interface UnitChoice {
  /** By default all. */
  readonly units?: readonly Unit[] | undefined;
  readonly retrain?: boolean | undefined;
  /** The threads of each. */
  readonly threads?: number | undefined;
}

/** The units of a table that are asked for, with what is known of them. */
export async function launchUnits(
  workspace: Workspace,
  table: Table,
  { units, retrain, threads }: UnitChoice = {},
): Promise<LaunchUnit[]> {
  const estimated = await estimateTable(workspace, table, executorOf({ threads }), { retrain });
  const asked = units && new Set(units.map(({ file }) => file));
  return estimated.units
    .filter(({ unit }) => asked?.has(unit.file) ?? true)
    .map((planned) => ({
      id: planned.id,
      state: situationOf(planned).state,
      left: planned.isLeft,
      seconds: planned.estimate ? secondsAlone(planned.estimate) : null,
      memoryBytes: planned.estimate?.memoryBytes ?? null,
    }));
}
