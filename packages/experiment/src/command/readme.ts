import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '@better-attention/files';
import { type Report, renderSummary } from '@better-attention/reporting';
import { Failure } from '../support/failure.js';
import type { Workspace } from '../workspace/workspace.js';

/** The presets whose results the README shows, each between marks of its own. */
const PRESETS: readonly string[] = ['cpu', 'paper'];

/** Whether the README shows the results of a preset. */
export function isInReadme({ kind }: Pick<Workspace, 'kind'>, preset: string): boolean {
  return kind === 'repository' && PRESETS.includes(preset);
}

/** Writes the results of a preset between its marks in the README. */
export async function updateReadme({ root }: Workspace, report: Report): Promise<void> {
  const path = join(root, 'README.md');
  await writeAtomically(path, withResults(await readFile(path, 'utf8'), report));
}

/** Whether the README holds what {@link updateReadme} would write. */
export async function isReadmeCurrent({ root }: Workspace, report: Report): Promise<boolean> {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  return text === withResults(text, report);
}

/**
 * A text with the results of a preset between its marks.
 *
 * @throws Failure when the text lacks a mark
 */
export function withResults(text: string, report: Report): string {
  const { preset } = report;
  const first = `<!-- results of preset ${preset}: written by better-attention report --preset ${preset} -->`;
  const last = `<!-- end of the results of preset ${preset} -->`;
  const start = text.indexOf(first);
  const end = text.indexOf(last);
  if (start < 0 || end < start) throw new Failure(`README.md: expected the marks '${first}' and '${last}'`);
  return [text.slice(0, start) + first, renderSummary(report), text.slice(end)].join('\n\n');
}
