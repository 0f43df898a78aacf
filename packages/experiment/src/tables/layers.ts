import {
  type ComplexityMeasurement,
  LAYER_RECORD_VERSION,
  LAYERS,
  type LatencyMeasurement,
  type LayerRecord,
  layerFile,
  layerIdentity,
  type SettingDifference,
} from '@better-attention/records';
import { onnxEngine } from '@better-attention/training';
import type { ResolvedLayers } from '../definition/define-layers.js';
import { countLayers } from '../layers/count-layer.js';
import { type LayerSize, layerSizes } from '../layers/layer-size.js';
import { TIMING } from '../layers/timing.js';
import { engineRecord } from '../runs/engines.js';
import { Failure } from '../support/failure.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { spanSeconds, timeSpan } from '../support/time-span.js';
import { describeMachine, LAYER_CODE } from '../workspace/provenance.js';
import type { Workspace } from '../workspace/workspace.js';
import { sharedInput } from './shared-input.js';
import type { Measured, MeasureOptions, MeasureSetting, Session, Table, Unit } from './table.js';

/** One measurement of all layers: their counts, or a repetition of their times. */
interface LayersUnit extends Unit {
  /** From 0; counts have one alone. */
  readonly repetition: number;
}

/**
 * A table of single layers.
 *
 * @param changed in what the preset differs from the table's own settings
 */
export function layersTable(
  workspace: Workspace,
  layers: ResolvedLayers,
  changed: readonly SettingDifference[] = [],
): Table<LayersUnit, LayerRecord> {
  const { kind, name, title, preset } = layers;
  const folder = workspace.recordsFolder(name, preset.name);
  return {
    name,
    title,
    preset,
    folder,
    records: LAYERS,
    words: { unit: 'measurement', verb: 'make', participle: 'made', gerund: 'measuring' },
    code: LAYER_CODE,
    renew: layers.renew,
    plan: () => planLayers(layers),
    open: async (options) => openSession(layers, options),
    seconds: spanSeconds,
    outcome: ({ measurements: { length } }) => (kind === 'latency' ? `${length} times` : `${length} layers`),
    input: async (recorded) => ({
      ...(await sharedInput({ workspace, folder, changed }, layers, recorded)),
      kind,
      base: layers.base,
      axes: layers.axes,
    }),
  };
}

/** The measurements of layers: one of counts, or one for each repetition of times. */
export function planLayers(layers: ResolvedLayers): LayersUnit[] {
  const { kind, mechanisms, base, axes } = layers;
  const sizes = { kind, mechanisms, base, axes };
  if (layers.kind === 'complexity') return [unitOf(layers, { configuration: sizes, repetition: 0 })];
  const { batches, threads, rounds, secondsPerSize } = layers;
  const configuration = { ...sizes, batches, threads, rounds, secondsPerSize, ...TIMING };
  return Array.from({ length: layers.repetitions }, (_, repetition) =>
    unitOf(layers, { configuration, repetition }),
  );
}

function unitOf(
  layers: ResolvedLayers,
  { configuration, repetition }: Pick<LayersUnit, 'configuration' | 'repetition'>,
): LayersUnit {
  const { kind, name, preset, mechanisms } = layers;
  const file = layerFile({ kind, repetition });
  const identity = layerIdentity({ experiment: name, preset: preset.name, repetition, configuration });
  return {
    file,
    name: file,
    columns: [file, `${layerSizes(layers).length} sizes`, `${mechanisms.length} mechanisms`],
    fingerprint: fingerprintOf(identity),
    repetition,
    configuration,
  };
}

function openSession(layers: ResolvedLayers, { device }: MeasureOptions): Session<LayersUnit, LayerRecord> {
  if (layers.kind === 'latency' && device === 'cuda') {
    throw new Failure(`${layers.name} is measured on the CPU, by the engine onnx; leave the device cuda out`);
  }
  return {
    lacks: () => false,
    measure: (unit, setting) => measure(layers, unit, setting),
    async calibrate() {
      const { calibrateLayers } = await import('../calibration/calibrate-layers.js');
      return calibrateLayers(layers);
    },
  };
}

async function measure(
  layers: ResolvedLayers,
  { repetition, configuration, fingerprint }: LayersUnit,
  setting: MeasureSetting,
): Promise<Measured<LayerRecord>> {
  const span = timeSpan();
  const identity = () => ({
    version: LAYER_RECORD_VERSION as typeof LAYER_RECORD_VERSION,
    experiment: layers.name,
    preset: layers.preset.name,
    configuration: { ...configuration },
    fingerprint,
    machine: describeMachine(),
    source: setting.source,
    ...span(),
  });
  const files = new Map<string, string>();
  if (layers.kind === 'complexity') {
    const measurements = await ofEachSize<ComplexityMeasurement>(layers, setting, async (size) =>
      countLayers(layers.mechanisms, size),
    );
    return { record: { ...identity(), kind: 'complexity', measurements }, files };
  }
  const { timeLayers } = await import('../layers/time-layers.js');
  const { threads } = layers;
  const measurements = await ofEachSize<LatencyMeasurement>(layers, setting, (size) =>
    timeLayers(layers, size),
  );
  const engine = engineRecord(await onnxEngine({ threads }), {
    threads,
    concurrentRuns: setting.concurrentRuns(),
  });
  return { record: { ...identity(), kind: 'latency', repetition, engine, measurements }, files };
}

async function ofEachSize<Measurement>(
  layers: ResolvedLayers,
  { signal, onProgress }: MeasureSetting,
  measureSize: (size: LayerSize) => Promise<Measurement[]>,
): Promise<Measurement[]> {
  const sizes = layerSizes(layers);
  const measurements: Measurement[] = [];
  for (const [at, size] of sizes.entries()) {
    onProgress({ done: at / sizes.length, details: [`size ${at + 1}/${sizes.length}`] });
    measurements.push(...(await measureSize(size)));
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  return measurements;
}
