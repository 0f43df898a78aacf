import {
  type ComplexityMeasurement,
  LAYER_RECORD_VERSION,
  LAYERS,
  type LatencyMeasurement,
  type LayerRecord,
  writeRecord,
} from '@better-attention/records';
import { onnxEngine } from '@better-attention/training';
import { interruptSignal } from '../interrupt.js';
import { duration, type StatusLine, statusLine } from '../progress.js';
import { describeMachine } from '../provenance.js';
import { shownPath } from '../workspace.js';
import type { ResolvedLatency, ResolvedSweep } from './define.js';
import { countSize } from './measure/complexity.js';
import { timeSize } from './measure/latency.js';
import { type LayerSize, sweepSizes } from './measure/sizes.js';
import type { PlannedSweep } from './plan.js';
import { pendingParts, type SweepTable, sweepTable } from './sweep-table.js';

/** Measures what is not recorded of a sweep, part by part, and records each as it ends. */
export async function measureSweep(sweep: ResolvedSweep, options: { retrain?: boolean }): Promise<void> {
  const table = await sweepTable(sweep);
  const { folder, parts } = table;
  const pending = pendingParts(table, options);
  const title = `${sweep.name}, preset ${sweep.preset}`;
  const older = parts.filter((part) => part.state === 'older sources' && !pending.includes(part)).length;
  if (older > 0) {
    console.log(`${title}: ${older} records of older sources are kept; --retrain measures them again`);
  }
  if (pending.length === 0) {
    console.log(`${title}: all ${parts.length} records are in ${shownPath(folder)}`);
    return;
  }
  console.log(`${title}: ${pending.length} of ${parts.length} records to measure`);
  const signal = interruptSignal();
  const line = statusLine(process.stderr);
  const started = performance.now();
  for (const { planned } of pending) {
    const record = await measurePart(planned, table, { signal, line }).finally(line.clear);
    await writeRecord(folder, record, LAYERS);
    line.log(`${sweep.name} ${planned.file}: ${record.measurements.length} measurements`);
  }
  console.log(`${title}: ${pending.length} records in ${duration((performance.now() - started) / 1000)}`);
}

interface Watch {
  readonly signal: AbortSignal;
  readonly line: StatusLine;
}

async function measurePart(planned: PlannedSweep, table: SweepTable, watch: Watch): Promise<LayerRecord> {
  const { sweep, source } = table;
  const startedAt = new Date().toISOString();
  const identity = () => ({
    version: LAYER_RECORD_VERSION as typeof LAYER_RECORD_VERSION,
    experiment: sweep.name,
    preset: sweep.preset,
    configuration: { ...planned.configuration },
    fingerprint: planned.fingerprint,
    machine: describeMachine(),
    source,
    startedAt,
    finishedAt: new Date().toISOString(),
  });
  if (sweep.kind === 'complexity') {
    const measurements = await each<ComplexityMeasurement>(sweep, planned, watch, async (size) =>
      countSize(sweep.mechanisms, size),
    );
    return { ...identity(), kind: 'complexity', measurements };
  }
  const measurements = await each<LatencyMeasurement>(sweep, planned, watch, (size) => timeSize(sweep, size));
  return {
    ...identity(),
    kind: 'latency',
    repetition: planned.repetition,
    engine: await engineRecord(sweep),
    measurements,
  };
}

async function each<Measurement>(
  sweep: ResolvedSweep,
  { file }: PlannedSweep,
  { signal, line }: Watch,
  measure: (size: LayerSize) => Promise<Measurement[]>,
): Promise<Measurement[]> {
  const sizes = sweepSizes(sweep);
  const measurements: Measurement[] = [];
  for (const [at, size] of sizes.entries()) {
    line.update(() => `${sweep.name} ${file}  size ${at + 1}/${sizes.length}`);
    measurements.push(...(await measure(size)));
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  return measurements;
}

async function engineRecord({ threads }: ResolvedLatency) {
  const { name, device, versions } = await onnxEngine({ threads });
  return { name, device, threads, concurrentRuns: 1, versions: { ...versions } };
}
