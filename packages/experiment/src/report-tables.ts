import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  METRICS,
  type MetricColumn,
  type Paper,
  paper,
  type TrainingTableInput,
} from '@better-attention/reporting';
import { prettifyError } from 'zod';
import { Failure } from './failure.js';
import type { ResolvedExperiment } from './plan.js';
import { reportRecords } from './report-records.js';
import { experimentFolder, runsFolder } from './workspace.js';

/** What a report needs of an experiment: its recorded runs of the planned seeds, and what is known of the paper's table. */
export async function reportTable(experiment: ResolvedExperiment): Promise<TrainingTableInput> {
  const folder = runsFolder(experiment.name, experiment.preset);
  const { records, attention, unusable, changed } = await reportRecords(experiment, folder);
  const { because } = experiment.presets[experiment.preset] ?? {};
  return {
    kind: 'training',
    name: experiment.name,
    title: experiment.table,
    preset: { name: experiment.preset, ...(because !== undefined && { because }) },
    metrics: experiment.columns.map((name) => METRICS.find(({ metric }) => metric === name) as MetricColumn),
    headline: experiment.headline,
    mechanisms: experiment.mechanisms,
    baselines: experiment.baselines ?? [],
    heads: experiment.model.heads,
    records,
    recordsFolder: folder,
    attention,
    unusable,
    remarks: changed > 0 ? [changedSettings(experiment, changed)] : [],
    paper: await readPaper(experiment.name),
    deviations: experiment.deviations,
  };
}

function changedSettings({ name, preset }: ResolvedExperiment, changed: number): string {
  const runs = changed === 1 ? '1 run was' : `${changed} runs were`;
  return `${runs} recorded under other settings than the experiment states now; \`pnpm table ${name} --preset ${preset}\` trains them again.`;
}

/** An experiment's `paper.json`. @throws Failure when it isn't valid */
export async function readPaper(name: string): Promise<Paper> {
  const path = join(experimentFolder(name), 'paper.json');
  const result = paper.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!result.success) throw new Failure(`${path} is not valid\n${prettifyError(result.error)}`);
  return result.data;
}
