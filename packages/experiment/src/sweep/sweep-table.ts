import { LAYERS, type LayerRecord, readRecords, type SourceRecord } from '@better-attention/records';
import { type RunState, runState } from '../plan.js';
import { describeSources, SWEEP_CODE } from '../provenance.js';
import { isSweep, loadDefinition, REPOSITORY, runsFolder } from '../workspace.js';
import { type ResolvedSweep, resolveSweep } from './define.js';
import { type PlannedSweep, planSweep } from './plan.js';

/**
 * The sweep of a workspace under a preset; nothing where its table is of training runs.
 *
 * @param selection `seeds` stands for the repetitions of times, where there are any
 */
export async function selectedSweep({
  name,
  preset,
  seeds,
}: {
  name: string;
  preset: string;
  seeds?: number | undefined;
}): Promise<ResolvedSweep | undefined> {
  const definition = await loadDefinition(name);
  if (!isSweep(definition)) return undefined;
  const sweep = resolveSweep(definition, preset);
  return seeds === undefined || sweep.kind !== 'latency' ? sweep : { ...sweep, repetitions: seeds };
}

/** A planned record of a sweep and what has been recorded. */
export interface SweepPart {
  readonly planned: PlannedSweep;
  readonly state: RunState;
  readonly record: LayerRecord | undefined;
}

/** A sweep's plan beside its records. */
export interface SweepTable {
  readonly sweep: ResolvedSweep;
  /** The folder of the records. */
  readonly folder: string;
  readonly source: SourceRecord;
  readonly parts: readonly SweepPart[];
}

/** Reads what has been recorded of a sweep and sets it beside the plan. */
export async function sweepTable(sweep: ResolvedSweep): Promise<SweepTable> {
  const folder = runsFolder(sweep.name, sweep.preset);
  const [source, records] = await Promise.all([
    describeSources(REPOSITORY, SWEEP_CODE),
    readRecords(folder, LAYERS),
  ]);
  const parts = planSweep(sweep).map((planned) => {
    const record = records.get(planned.file);
    return { planned, record, state: runState(planned, record, source) };
  });
  return { sweep, folder, source, parts };
}

/** The parts of a sweep that are still to be measured; `retrain` takes those of older sources in, as some presets always do. */
export function pendingParts({ sweep, parts }: SweepTable, { retrain = sweep.renew } = {}): SweepPart[] {
  return parts.filter(({ state }) => (state === 'older sources' ? retrain : state !== 'done'));
}
