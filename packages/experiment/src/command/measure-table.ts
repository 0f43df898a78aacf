import { allRecorded, counted } from '../support/counted.js';
import { isEnvironmental } from '../support/failure.js';
import { publish } from '../tables/publish.js';
import { shareWork } from '../tables/share-work.js';
import type { MeasureOptions, Session, Table, Unit } from '../tables/table.js';
import {
  isPending,
  needsData,
  type PendingOptions,
  pendingUnits,
  readUnit,
  type TableState,
  tableState,
} from '../tables/table-state.js';
import { claimPath, unitId } from '../tables/unit-id.js';
import { openClaimant } from '../workspace/claims.js';
import { requireCurrentBuild } from '../workspace/current-build.js';
import { clearRecordsFolder } from '../workspace/leftovers.js';
import { watchMachine } from '../workspace/machine-watch.js';
import type { Workspace } from '../workspace/workspace.js';
import { requireWritable } from '../workspace/writable.js';
import {
  dataProgress,
  duration,
  holderText,
  type StatusLine,
  statusLine,
  tableProgress,
} from './progress.js';

/** What is measured of a table, and how. */
export interface MeasureTableOptions extends MeasureOptions {
  /** The units that are asked for; by default all. */
  readonly units?: readonly Unit[] | undefined;
  readonly signal: AbortSignal;
}

/**
 * Measures the units of a table that are not recorded yet, one after another, and records each as it ends. Other processes
 * that do the same share the work.
 *
 * @returns why units could not be measured, by their ids
 * @throws what would hit every unit alike
 */
export async function measureTable(
  workspace: Workspace,
  table: Table,
  options: MeasureTableOptions,
): Promise<ReadonlyMap<string, Error>> {
  const { name, preset, folder, words } = table;
  const { signal, units } = options;
  await requireCurrentBuild(workspace);
  const session = await table.open(options);
  const line = statusLine(process.stderr);
  const onData = dataProgress(line);
  const before = options.again ? new Date().toISOString() : undefined;
  const choice = { session, units, retrain: options.retrain, before };
  const needed = (await needsData(workspace, table, choice)) ? table.data : undefined;
  const data = needed && (await needed.fetch({ signal, progress: onData }));
  const state = await tableState(workspace, table, data);
  const pending = pendingUnits(state, choice).map(({ unit }) => unit);
  const title = `${name}, preset ${preset.name}`;
  tellOlder(state, choice);
  if (pending.length === 0) {
    const recorded = units
      ? `${units.map((unit) => unitId(table, unit)).join(', ')} recorded`
      : allRecorded(state.units.length, words.unit);
    console.log(`${title}: ${recorded} in ${workspace.shown(folder)}`);
    return new Map();
  }
  await requireWritable([
    { path: folder, of: 'records' },
    { path: workspace.reportFolder(preset.name), of: 'the report' },
  ]);
  console.log(`${title}: ${pending.length} of ${counted(state.units.length, words.unit)} to ${words.verb}`);
  await clearRecordsFolder(folder);
  await session.load?.({ signal, onData }).finally(line.clear);

  const started = performance.now();
  const { failures, measured } = await shareUnits(
    { workspace, table, session, state, choice, signal, line },
    pending,
  );
  const took = duration((performance.now() - started) / 1000);
  console.log(`${title}: ${counted(measured, words.unit)} in ${took}`);
  return failures;
}

/** What the units of a table are measured with. */
interface UnitsSetting {
  readonly workspace: Workspace;
  readonly table: Table;
  readonly session: Session;
  readonly state: TableState;
  readonly choice: PendingOptions;
  readonly signal: AbortSignal;
  readonly line: StatusLine;
}

/** Measures units that no other process is at; gives how many, and why others could not be. */
async function shareUnits(
  { workspace, table, session, state, choice, signal, line }: UnitsSetting,
  pending: readonly Unit[],
): Promise<{ readonly failures: ReadonlyMap<string, Error>; readonly measured: number }> {
  const failures = new Map<string, Error>();
  let measured = 0;
  const isLeft = async (unit: Unit) => isPending(table, await readUnit(table, unit, state.material), choice);
  const labelOf = (unit: Unit) => `${table.name} ${unit.name}`;
  const describe = tableProgress(pending.length);
  await shareWork(pending, openClaimant(), {
    signal,
    claimPath: (unit) => claimPath(table, unit),
    isLeft,
    async work(unit, claim) {
      const left = (await Promise.all(pending.map(isLeft))).filter(Boolean).length;
      const number = pending.length - left + 1;
      const machine = await watchMachine(workspace);
      const result = await session
        .measure(unit, {
          source: state.source,
          claim,
          concurrentRuns: machine.most,
          signal,
          say: (text) => line.log(`${labelOf(unit)}: ${text}`),
          onProgress: (progress) => line.update((width) => describe(labelOf(unit), number, progress, width)),
        })
        .finally(() => {
          machine.stop();
          line.clear();
        });
      await publish(claim, table, result);
      measured++;
      const seconds = table.seconds(result.record);
      const took = seconds === undefined ? '' : `, ${duration(seconds)}`;
      line.log(`${labelOf(unit)}: ${table.outcome(result.record)}${took}`);
    },
    failed(unit, error) {
      if (signal.aborted || isEnvironmental(error)) throw error;
      failures.set(unitId(table, unit), error as Error);
      line.log(`${labelOf(unit)}: not ${table.words.participle}: ${(error as Error).message}`);
    },
    lost: (unit) => line.log(`${labelOf(unit)}: another process took it over, as this one had stopped`),
    waiting: (unit, holder) => line.update(() => `waiting for ${unit.name}${holderText(holder)}`),
  }).finally(line.clear);
  return { failures, measured };
}

/** Says what is kept that older sources recorded. */
function tellOlder({ table, units }: TableState, choice: PendingOptions): void {
  const { name, preset, words } = table;
  const kept = units.filter((each) => each.state === 'older sources' && !isPending(table, each, choice));
  if (kept.length === 0) return;
  console.log(
    `${name}, preset ${preset.name}: kept ${counted(kept.length, words.unit)} of older sources; --retrain ${words.verb}s them again`,
  );
}
