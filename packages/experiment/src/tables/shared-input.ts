import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { SettingDifference } from '@better-attention/records';
import type { Paper } from '@better-attention/reporting';
import { prettifyError } from 'zod';
import type { ResolvedLayers } from '../definition/define-layers.js';
import { Failure } from '../support/failure.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Recorded, TableRecord } from './table.js';

/** Where a table's records lie, and in what its preset differs from what the table states. */
interface Place {
  readonly workspace: Workspace;
  readonly folder: string;
  readonly changed: readonly SettingDifference[];
  /** The table whose folder knows the paper's numbers, where it isn't the one that is reported. */
  readonly from?: string | undefined;
  /** Where the mechanism's file lies, of a table that sets one beside Standard: the paper says nothing of it. */
  readonly mechanismFile?: string | undefined;
}

/** What a report is given of a table of either kind. */
export async function sharedInput<Value extends TableRecord>(
  { workspace, folder, changed, from, mechanismFile }: Place,
  stated: Pick<ResolvedLayers, 'name' | 'title' | 'preset' | 'mechanisms' | 'deviations'>,
  { records, unusable, remarks }: Recorded<Value>,
) {
  const { name, title, preset, mechanisms, deviations } = stated;
  const paper =
    mechanismFile === undefined ? await readPaper(await workspace.experimentFolder(from ?? name)) : undefined;
  return {
    name,
    title,
    preset,
    mechanisms,
    changed,
    deviations,
    records,
    recordsFolder: folder,
    program: workspace.lines.program,
    ...(mechanismFile !== undefined && { mechanismFile: relative(workspace.root, mechanismFile) }),
    unusable,
    remarks,
    ...(paper && { paper }),
  };
}

/** What is known of the paper's numbers: an experiment's `paper.json`, nothing without one. @throws Failure when it isn't valid */
async function readPaper(folder: string): Promise<Paper> {
  const { paper } = await import('@better-attention/reporting');
  const path = join(folder, 'paper.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const result = paper.safeParse(JSON.parse(text));
  if (!result.success) throw new Failure(`${path} is not valid\n${prettifyError(result.error)}`);
  return result.data;
}
