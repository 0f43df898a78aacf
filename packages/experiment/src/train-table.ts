import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fetchSource } from '@better-attention/datasets';
import { RUNS, type RunRecord, writeAtomically, writeRecord } from '@better-attention/records';
import { decodeSafetensors, encodeSafetensors, type NamedArrays } from '@better-attention/training';
import { checkpointFile } from './checkpoints.js';
import { DEFAULT_ENGINE, type EngineOptions, engines } from './engines.js';
import { Failure, named } from './failure.js';
import { interruptSignal } from './interrupt.js';
import { keptFile } from './kept-parameters.js';
import type { PlannedRun, ResolvedExperiment } from './plan.js';
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
import { runsFolder, shownPath } from './workspace.js';

/** What to train, and with what. */
export interface TrainOptions extends PendingOptions, EngineOptions {
  preset: string;
  /** How many seeds, instead of the preset’s. */
  seeds?: number;
  /** How many runs share the machine, this one counted; by default 1. */
  concurrent?: number;
}

/** Trains the runs of a table that are not recorded yet, one after another, and records each as it ends. */
export async function trainTable(name: string, options: TrainOptions): Promise<void> {
  const startEngine = named(engines, options.engine ?? DEFAULT_ENGINE, 'engine');
  const experiment = await selectedExperiment({ name, ...options });
  const engine = await startEngine(options);
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
  const dataset = await experiment.dataset.load({ ...obtain, limits: experiment.limits });
  const machine = describeMachine();
  const concurrentRuns = options.concurrent ?? 1;
  const setting = { experiment, dataset, engine, machine, source, concurrentRuns };
  const progress = runProgress(pending.length);
  const started = performance.now();

  for (const [at, { planned }] of pending.entries()) {
    const label = `${name} ${planned.mechanism} ${planned.heads} heads seed ${planned.seed}`;
    const checkpoints = checkpointFile(
      join(folder, 'checkpoints', basename(keptFile(folder, planned))),
      `${planned.fingerprint} ${source.packages} ${engine.name} ${engine.device} ${dataset.provenance.contents}`,
    );
    const { record, files, parameters } = await executeRun(planned, setting, {
      signal,
      startFrom: await startingParameters(experiment, planned),
      resume: await checkpoints.read(),
      keepParameters: options.keepParameters,
      onCheckpoint: checkpoints.write,
      onProgress: (state) => line.update(() => progress.describe(label, at + 1, state)),
    }).finally(line.clear);
    for (const [file, content] of files) await writeAtomically(join(folder, file), content);
    if (parameters) {
      await writeAtomically(keptFile(folder, planned), encodeSafetensors(parameters));
    }
    await writeRecord(folder, record, RUNS);
    await checkpoints.remove();
    line.log(`${label}: ${outcome(record)}`);
  }
  console.log(`${title}: ${pending.length} runs in ${duration((performance.now() - started) / 1000)}`);
}

/** The parameters that a fine-tuned run starts from. */
async function startingParameters(
  { name, startFrom }: ResolvedExperiment,
  run: PlannedRun,
): Promise<NamedArrays | undefined> {
  if (startFrom === undefined) return undefined;
  const { experiment, preset } = startFrom;
  const path = keptFile(runsFolder(experiment, preset), run);
  const file = await readFile(path).catch(() => {
    throw new Failure(
      `${name} starts from the parameters of ${experiment}, but ${shownPath(path)} is missing; ` +
        `run: better-attention train ${experiment} --preset ${preset} --keep-parameters --retrain`,
    );
  });
  return decodeSafetensors(file, path);
}

function outcome(record: RunRecord): string {
  if (record.status === 'failed') return `failed: ${record.error}`;
  const test = Object.entries(record.test).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return `test ${test.join(', ')} (epoch ${record.bestEpoch}), ${duration(record.trainSeconds)}`;
}
