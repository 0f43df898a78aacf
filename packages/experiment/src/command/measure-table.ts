import { join } from 'node:path';
import { fetchSource, type Progress } from '@better-attention/datasets';
import { writeAtomically } from '@better-attention/files';
import { writeRecord } from '@better-attention/records';
import { allRecorded, counted } from '../support/counted.js';
import type { MeasureOptions, Table, TableData } from '../tables/table.js';
import { needsData, pendingUnits, tableState } from '../tables/table-state.js';
import { requireCurrentBuild } from '../workspace/current-build.js';
import type { Workspace } from '../workspace/workspace.js';
import { interruptSignal } from './interrupt.js';
import { dataProgress, duration, statusLine, tableProgress } from './progress.js';

/** Measures the units of a table that are not recorded yet, one after another, and records each as it ends. */
export async function measureTable(
  workspace: Workspace,
  table: Table,
  options: MeasureOptions,
): Promise<void> {
  const { name, preset, folder, words } = table;
  await requireCurrentBuild(workspace.root);
  const session = await table.open(options);
  const signal = interruptSignal();
  const line = statusLine(process.stderr);
  const onData = dataProgress(line);
  const choice = { session, retrain: options.retrain };
  const needed = (await needsData(workspace, table, choice)) ? table.data : undefined;
  const data = needed && (await fetched(needed, signal, onData));
  const state = await tableState(workspace, table, data);
  const { units, source } = state;
  const pending = pendingUnits(state, choice);
  const title = `${name}, preset ${preset.name}`;
  const older = units.filter((each) => each.state === 'older sources' && !pending.includes(each)).length;
  if (older > 0) {
    const kept = counted(older, words.unit);
    console.log(`${title}: kept ${kept} of older sources; --retrain ${words.verb}s them again`);
  }
  if (pending.length === 0) {
    console.log(`${title}: ${allRecorded(units.length, words.unit)} in ${workspace.shown(folder)}`);
    return;
  }
  console.log(`${title}: ${pending.length} of ${counted(units.length, words.unit)} to ${words.verb}`);
  const describe = tableProgress(pending.length);
  const started = performance.now();
  for (const [at, { unit }] of pending.entries()) {
    const label = `${name} ${unit.name}`;
    const measured = await session
      .measure(unit, {
        source,
        signal,
        onData,
        onProgress: (unitProgress) => line.update(() => describe(label, at + 1, unitProgress)),
      })
      .finally(line.clear);
    for (const [file, content] of measured.files) await writeAtomically(join(folder, file), content);
    await writeRecord(folder, measured.record, table.records);
    await measured.settle?.();
    const seconds = table.seconds(measured.record);
    const took = seconds === undefined ? '' : `, ${duration(seconds)}`;
    line.log(`${label}: ${table.outcome(measured.record)}${took}`);
  }
  const took = duration((performance.now() - started) / 1000);
  console.log(`${title}: ${counted(pending.length, words.unit)} in ${took}`);
}

function fetched({ name, options }: TableData, signal: AbortSignal, progress: Progress) {
  return fetchSource(name, { ...options, signal, progress });
}
