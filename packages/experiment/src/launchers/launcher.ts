import type { Table, Unit } from '../tables/table.js';
import type { Workspace } from '../workspace/workspace.js';

/** Units of a table that other processes are to measure, each by this very command: `better-attention train …`. */
export interface Launch {
  readonly workspace: Workspace;
  readonly table: Table;
  /** The units that are asked for; by default all. Those that are recorded already are passed over. */
  readonly units?: readonly Unit[] | undefined;
  /** The options that each process is given, as words of its command line; those that choose what and where are left out. */
  readonly parameters: readonly string[];
  /** How many units at once, where a number was asked for. */
  readonly concurrent?: number | undefined;
  /** The most threads of each, where a number was asked for. */
  readonly threads?: number | undefined;
  /** Options of `sbatch` that a person adds. */
  readonly slurm?: readonly string[] | undefined;
  /** Ends what was launched. */
  readonly signal: AbortSignal;
}

/**
 * Carries a launch out on some machines.
 *
 * @returns the exit code of the worst of its processes
 */
export type Launcher = (launch: Launch) => Promise<number>;
