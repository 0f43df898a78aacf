import {
  type SettingDifference,
  SPEED_RECORD_VERSION,
  SPEEDS,
  type SpeedRecord,
  speedFile,
  speedIdentity,
} from '@better-attention/records';
import { onnxEngine } from '@better-attention/training';
import type { ResolvedSpeed } from '../definition/define-speed.js';
import type { SpeedModel } from '../definition/speed-model.js';
import { engineRecord } from '../runs/engines.js';
import { measureApart } from '../speed/measure-apart.js';
import { SPEEDING } from '../speed/speeding.js';
import { Failure } from '../support/failure.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { machineLoad } from '../support/machine-load.js';
import { spanSeconds, timeSpan } from '../support/time-span.js';
import { describeMachine, SPEED_CODE } from '../workspace/provenance.js';
import type { Workspace } from '../workspace/workspace.js';
import { sharedInput } from './shared-input.js';
import type { Measured, MeasureOptions, MeasureSetting, Session, Table, Unit } from './table.js';

/** One measurement of a model's step times. */
interface SpeedUnit extends Unit {
  readonly model: SpeedModel;
  /** From 0. */
  readonly repetition: number;
}

/**
 * A table of step times of whole models.
 *
 * @param changed in what the preset differs from the table's own settings
 */
export function speedTable(
  workspace: Workspace,
  speed: ResolvedSpeed,
  changed: readonly SettingDifference[] = [],
): Table<SpeedUnit, SpeedRecord> {
  const { name, title, preset } = speed;
  const folder = workspace.recordsFolder(name, preset.name);
  return {
    name,
    title,
    preset,
    folder,
    records: SPEEDS,
    words: { unit: 'measurement', verb: 'make', participle: 'made', gerund: 'measuring' },
    code: SPEED_CODE,
    renew: speed.renew,
    judged: speed.judged,
    plan: () => planSpeed(speed),
    open: async (options) => openSession(workspace, speed, options),
    seconds: spanSeconds,
    outcome: ({ measurements }) =>
      measurements.map(({ phase, threads, rounds }) => `${phase} on ${threads}: ${rounds} rounds`).join(', '),
    input: async (recorded) => ({
      ...(await sharedInput({ workspace, folder, changed, from: speed.judged?.speed }, speed, recorded)),
      kind: 'speed' as const,
      threads: speed.threads,
      models: speed.models.map(({ about }) => about),
    }),
  };
}

/** The measurements of a table: repetition by repetition, each of all models. */
export function planSpeed(speed: ResolvedSpeed): SpeedUnit[] {
  return Array.from({ length: speed.repetitions }, (_, repetition) =>
    speed.models.map((model) => unitOf(speed, model, repetition)),
  ).flat();
}

function unitOf(speed: ResolvedSpeed, model: SpeedModel, repetition: number): SpeedUnit {
  const { kind, name, preset, mechanisms, threads, rounds, secondsPerPhase, turn, judged } = speed;
  const { settings, about } = model;
  const timing = { threads, rounds, secondsPerPhase, turn, ...SPEEDING };
  const configuration = {
    kind,
    mechanisms,
    ...(judged && { mechanismSource: judged.mechanism.sha256 }),
    ...settings,
    timing,
  };
  const size = about.sizes.at(-1) as string;
  const identity = speedIdentity({
    experiment: name,
    preset: preset.name,
    model: about,
    repetition,
    configuration,
  });
  const columns = [about.table, size, `repetition ${repetition}`];
  return {
    file: speedFile({ model: about, repetition }),
    name: columns.join(' '),
    columns,
    fingerprint: fingerprintOf(identity),
    configuration,
    model,
    repetition,
  };
}

function openSession(
  workspace: Workspace,
  speed: ResolvedSpeed,
  { device }: MeasureOptions,
): Session<SpeedUnit, SpeedRecord> {
  if (device === 'cuda') {
    throw new Failure(`${speed.name} is measured on the CPU, by the engine onnx; leave the device cuda out`);
  }
  return {
    lacks: () => false,
    measure: (unit, setting) => measure(workspace, speed, unit, setting),
    async calibrate({ model }) {
      const { calibrateSpeed } = await import('../calibration/calibrate-speed.js');
      return calibrateSpeed(speed, model);
    },
  };
}

async function measure(
  { root }: Workspace,
  { name, preset, threads, judged }: ResolvedSpeed,
  { model, repetition, configuration, fingerprint }: SpeedUnit,
  { source, concurrentRuns, signal, onProgress }: MeasureSetting,
): Promise<Measured<SpeedRecord>> {
  const span = timeSpan();
  const load = machineLoad();
  const table = judged?.speed ?? name;
  const request = { root, table, preset: preset.name, model: model.about, repetition, judged };
  const measurements = await measureApart(request, {
    signal,
    onProgress: (done) => onProgress({ done, details: [] }),
  });
  const most = Math.max(...threads);
  const engine = await onnxEngine({ threads: most });
  const record: SpeedRecord = {
    version: SPEED_RECORD_VERSION,
    experiment: name,
    preset: preset.name,
    configuration: { ...configuration },
    fingerprint,
    machine: describeMachine(),
    source,
    ...span(),
    kind: 'speed',
    model: { ...model.about, sizes: [...model.about.sizes] },
    repetition,
    engine: engineRecord(engine, { threads: most, concurrentRuns: concurrentRuns() }),
    load: load(),
    measurements,
  };
  return { record, files: new Map() };
}
