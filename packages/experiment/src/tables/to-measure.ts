import { join } from 'node:path';
import { readRecord, recordFiles, SPEEDS, type SpeedRecord } from '@better-attention/records';
import type { ToMeasure } from '@better-attention/reporting';
import { median } from '@better-attention/statistics';
import { type ResolvedExperiment, resolveExperiment } from '../definition/define-experiment.js';
import { type PlannedRun, planRuns } from '../runs/plan-runs.js';
import { counted } from '../support/counted.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Table } from './table.js';

const MILLISECONDS_OF_AN_HOUR = 3_600_000;

/** What would measure a table, and about how long its training steps take as step times were recorded. */
export async function toMeasure(
  workspace: Workspace,
  { name, preset, words, plan }: Pick<Table, 'name' | 'preset' | 'words' | 'plan'>,
): Promise<ToMeasure> {
  const definition = await workspace.definition(name);
  const times = stepTimes(await speedRecords(workspace), { table: name, size: preset.name });
  const hours =
    'kind' in definition
      ? undefined
      : trainingHours(resolveExperiment(definition, { preset: preset.name }), times);
  return {
    command: workspace.lines.measure({ name, preset: preset.name }),
    units: counted(plan().length, words.unit),
    ...(hours !== undefined && { hours }),
  };
}

/** Milliseconds of a training step of the table's own batch, by mechanism. */
type StepTimes = ReadonlyMap<string, number>;

/**
 * Hours of all training steps of an experiment, one run after another. A mechanism without step times of its own takes as
 * long as Standard.
 *
 * @returns nothing where no step was timed, or where it isn't known how many training examples there are
 */
export function trainingHours(experiment: ResolvedExperiment, times: StepTimes): number | undefined {
  const { dataset, limits, training } = experiment;
  const examples = Math.min(limits?.train ?? Infinity, dataset.outline.trainingExamples ?? Infinity);
  const standard = times.get('standard');
  if (standard === undefined || !Number.isFinite(examples)) return undefined;
  const steps = training.epochs * Math.ceil(examples / training.batchSize);
  const stepOf = ({ mechanism }: PlannedRun) => times.get(mechanism) ?? standard;
  const milliseconds = planRuns(experiment).reduce((sum, run) => sum + steps * stepOf(run), 0);
  return milliseconds / MILLISECONDS_OF_AN_HOUR;
}

/** The medians of the step times of a table's model, on the most threads, by mechanism; empty where none is recorded. */
export function stepTimes(
  records: readonly SpeedRecord[],
  { table, size }: { readonly table: string; readonly size: string },
): StepTimes {
  const times = new Map<string, number[]>();
  for (const { measurements, model } of records) {
    if (model.table !== table || !model.sizes.includes(size)) continue;
    const training = measurements.filter(({ phase }) => phase === 'training');
    const most = Math.max(...training.map(({ threads }) => threads));
    const { contestants = [] } = training.find(({ threads }) => threads === most) ?? {};
    for (const { mechanism, control, milliseconds } of contestants) {
      if (control) continue;
      const ofBatch = (milliseconds.median * model.statedBatch) / model.batch;
      times.set(mechanism, [...(times.get(mechanism) ?? []), ofBatch]);
    }
  }
  return new Map([...times].map(([mechanism, values]) => [mechanism, median(values)]));
}

/** The records of all tables of step times under all their presets. */
async function speedRecords(workspace: Workspace): Promise<SpeedRecord[]> {
  const found: SpeedRecord[] = [];
  for (const name of await workspace.experimentNames()) {
    const definition = await workspace.definition(name);
    if (!('kind' in definition) || definition.kind !== 'speed') continue;
    for (const preset of Object.keys(definition.presets)) {
      const folder = workspace.recordsFolder(name, preset);
      for (const file of await recordFiles(folder)) found.push(await readRecord(join(folder, file), SPEEDS));
    }
  }
  return found;
}
