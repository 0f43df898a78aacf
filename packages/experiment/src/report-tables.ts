import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ACCURACY,
  buildTable,
  LOSS,
  type Paper,
  paper,
  type ReportTable,
  renderExcerpt,
} from '@better-attention/reporting';
import { prettifyError } from 'zod';
import { Failure } from './failure.js';
import type { ResolvedExperiment } from './plan.js';
import { tableRuns } from './table-runs.js';
import { experimentFolder } from './workspace.js';

/** What a report needs of an experiment: its recorded runs of the planned seeds, and what is known of the paper's table. */
export async function reportTable(experiment: ResolvedExperiment): Promise<ReportTable> {
  const { folder, runs } = await tableRuns(experiment);
  const recorded = runs.flatMap(({ file, record }) =>
    record === undefined ? [] : [[file, record] as const],
  );
  const { because } = experiment.presets[experiment.preset] ?? {};
  return {
    name: experiment.name,
    title: experiment.table,
    preset: { name: experiment.preset, ...(because !== undefined && { because }) },
    metrics: [LOSS, ACCURACY],
    headline: 'accuracy',
    mechanisms: experiment.mechanisms,
    heads: experiment.model.heads,
    records: new Map(recorded),
    recordsFolder: folder,
    paper: await readPaper(experiment.name),
    deviations: experiment.deviations,
  };
}

/** The columns of a table that people look for first, as Markdown. */
export function excerpt(table: ReportTable): string {
  return renderExcerpt(buildTable(table).model, [
    'mechanism',
    'attentionParameters',
    'trainSeconds',
    'inferenceMilliseconds',
    `test.${table.headline}`,
    `test.${table.headline}.paper`,
    'seeds',
  ]);
}

async function readPaper(name: string): Promise<Paper> {
  const path = join(experimentFolder(name), 'paper.json');
  const result = paper.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!result.success) throw new Failure(`${path} is not valid\n${prettifyError(result.error)}`);
  return result.data;
}
