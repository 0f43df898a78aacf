import { fetchSource } from '@better-attention/datasets';
import { type RunRecord, writeRecord } from '@better-attention/records';
import { DEFAULT_ENGINE, engines } from './engines.js';
import { named } from './failure.js';
import { interruptSignal } from './interrupt.js';
import { dataProgress, duration, runProgress, statusLine } from './progress.js';
import { describeMachine } from './provenance.js';
import { executeRun } from './run.js';
import {
  dataOptions,
  needsData,
  type PendingOptions,
  pendingRuns,
  selectedExperiment,
  tableRuns,
} from './table-runs.js';
import { shownPath } from './workspace.js';

/** What to train, and with what. */
export interface TrainOptions extends PendingOptions {
  preset: string;
  /** How many seeds, instead of the preset’s. */
  seeds?: number;
}

/** Trains the runs of a table that are not recorded yet, one after another, and records each as it ends. */
export async function trainTable(name: string, options: TrainOptions): Promise<void> {
  const startEngine = named(engines, options.engine ?? DEFAULT_ENGINE, 'engine');
  const experiment = await selectedExperiment({ name, ...options });
  const signal = interruptSignal();
  const line = statusLine(process.stderr);
  const obtain = { ...dataOptions(experiment), signal, progress: dataProgress(line) };
  const data = (await needsData(experiment, options))
    ? await fetchSource(experiment.dataset.name, obtain)
    : undefined;
  const table = await tableRuns(experiment, data);
  const { runs, folder, source } = table;
  const pending = pendingRuns(table, options);
  const title = `${name}, preset ${options.preset}`;
  const older = runs.filter((run) => run.state === 'older sources' && !pending.includes(run)).length;
  if (older > 0)
    console.log(`${title}: ${older} runs of older sources are kept; --retrain trains them again`);
  if (pending.length === 0) {
    console.log(`${title}: all ${runs.length} runs are recorded in ${shownPath(folder)}`);
    return;
  }

  console.log(`${title}: ${pending.length} of ${runs.length} runs to train`);
  const dataset = await experiment.dataset.load(obtain);
  const engine = await startEngine();
  const setting = { experiment, dataset, engine, machine: describeMachine(), source };
  const progress = runProgress(pending.length);
  const started = performance.now();

  for (const [at, { planned }] of pending.entries()) {
    const label = `${name} ${planned.mechanism} seed ${planned.seed}`;
    const record = await executeRun(planned, setting, {
      signal,
      onProgress: (state) => line.update(() => progress.describe(label, at + 1, state)),
    }).finally(line.clear);
    await writeRecord(folder, record);
    line.log(`${label}: ${outcome(record)}`);
  }
  console.log(`${title}: ${pending.length} runs in ${duration((performance.now() - started) / 1000)}`);
}

function outcome(record: RunRecord): string {
  if (record.status === 'failed') return `failed: ${record.error}`;
  const test = Object.entries(record.test).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return `test ${test.join(', ')} (epoch ${record.bestEpoch}), ${duration(record.trainSeconds)}`;
}
