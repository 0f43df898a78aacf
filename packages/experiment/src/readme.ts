import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '@better-attention/records';
import { claims, type ReportTable, renderVerdicts } from '@better-attention/reporting';
import { Failure } from './failure.js';
import { excerpt } from './report-tables.js';
import { REPOSITORY } from './workspace.js';

const START = '<!-- results: written by better-attention report --preset paper -->';
const END = '<!-- end of results -->';

/** Writes the results of tables between the marks of the README. */
export async function updateReadme(tables: readonly ReportTable[]): Promise<void> {
  const path = join(REPOSITORY, 'README.md');
  await writeAtomically(path, withResults(await readFile(path, 'utf8'), tables));
}

/** Whether the README holds what {@link updateReadme} would write. */
export async function isReadmeCurrent(tables: readonly ReportTable[]): Promise<boolean> {
  const text = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
  return text === withResults(text, tables);
}

/**
 * A text with the results of tables between its marks.
 *
 * @throws Failure when the text lacks a mark
 */
export function withResults(text: string, tables: readonly ReportTable[]): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) throw new Failure(`README.md: expected the marks '${START}' and '${END}'`);
  const measured = tables.filter(({ records }) => records.size > 0);
  return [
    text.slice(0, start) + START,
    ...measured.map((table) => `**${table.title}**, preset ${table.preset.name}\n\n${excerpt(table)}`),
    `The paper’s claims:\n\n${renderVerdicts(claims(measured)).replace(/^/gm, '    ')}`,
    text.slice(end),
  ].join('\n\n');
}
