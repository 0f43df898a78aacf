import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutLatex } from '../../../../testing/skipped.js';
import { renderCompactLatex, renderLatex } from '../../src/renderers/table-latex.js';
import { buildReport } from '../../src/report/report.js';
import { timesTable } from '../layer-tables.js';
import { speedTable } from '../speed-tables.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';

const installed = spawnSync('pdflatex', ['--version']).status === 0;

describe.skipIf(!installed)(`LaTeX tables${withoutLatex(installed)}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latex-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** The log of tables in an article of two columns. */
  async function logOf(tables: readonly string[]): Promise<string> {
    const source = [
      '\\documentclass[twocolumn]{article}',
      '\\usepackage{booktabs}',
      '\\begin{document}',
      ...tables.map((table) => `${table}\\clearpage`),
      '\\end{document}',
    ].join('\n');
    await writeFile(join(folder, 'tables.tex'), source);
    execFileSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'tables.tex'], { cwd: folder });
    return readFile(join(folder, 'tables.log'), 'utf8');
  }

  it('compile in a plain article of two columns, at 8 points without a line that is too long', async () => {
    const inputs = [
      textTable({ title: 'A & B_c: 100 % “x” ≥ ½ é ℓ → √2·d_m' }),
      imageTable(),
      translationTable(),
      timesTable(),
      speedTable(),
    ];
    const { tables, headlines } = buildReport({
      folder: '/reports/cpu',
      preset: 'cpu',
      tables: inputs,
    });
    const whole = tables
      .flatMap((table) => (table.kind === 'training' ? [table.model] : table.models))
      .map(renderLatex);
    const compact = [...headlines.values()].map(renderCompactLatex);
    expect(compact).toHaveLength(3);
    const log = await logOf([...compact, ...whole]);
    expect(log).toMatch(/Output written on tables\.pdf \(\d+ pages/);
    expect(log).not.toMatch(/^!|Missing character|Overfull|Float too large/m);
  });

  it('a table that is too wide is told by such a log', async () => {
    const wide = `\\begin{tabular}{l}${'word '.repeat(40)}\\end{tabular}`;
    expect(await logOf([wide])).toMatch(/^Overfull/m);
  });
});
