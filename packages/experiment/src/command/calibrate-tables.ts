import type { CalibrateOptions } from '../plan/calibrate-unit.js';
import type { Executor } from '../plan/estimate.js';
import type { EstimatedTable } from '../plan/plan-table.js';
import { requireCurrentBuild } from '../workspace/current-build.js';
import { dataProgress, statusLine, tableProgress } from './progress.js';

/** What is calibrated, and how it is ended early. */
export interface CalibrateTablesOptions extends CalibrateOptions {
  readonly executor: Executor;
  /** How many units of a table; by default one of each configuration. */
  readonly atMost?: number;
}

/** Calibrates what is left of some tables and not known; what can't be measured is told and passed over. */
export async function calibrateTables(
  tables: readonly EstimatedTable[],
  options: CalibrateTablesOptions,
): Promise<void> {
  const { calibrate, uncalibrated } = await import('../plan/calibrate.js');
  const { workspace, executor, signal, atMost } = options;
  await requireCurrentBuild(workspace);
  const line = statusLine(process.stderr);
  const unknown = tables.flatMap((table) => uncalibrated(table, executor).slice(0, atMost));
  const describe = tableProgress(unknown.length);
  for (const [at, { table, unit }] of unknown.entries()) {
    const label = `calibrating ${table.name} ${unit.name}`;
    const watch = () => line.update((width) => describe(label, at + 1, { done: 0, details: [] }, width));
    const beat = setInterval(watch, 200);
    try {
      const { data } = table;
      await data?.fetch({ signal, progress: dataProgress(line) });
      await calibrate({ table, unit }, options);
    } catch (error) {
      signal.throwIfAborted();
      line.log(`${table.name} ${unit.name}: not calibrated: ${(error as Error).message}`);
    } finally {
      clearInterval(beat);
      line.clear();
    }
  }
}
