import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutLatex } from '../../../../testing/skipped.js';
import { renderLatex } from '../../src/renderers/table-latex.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { tableOf } from '../runs.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';

const installed = spawnSync('pdflatex', ['--version']).status === 0;

describe.skipIf(!installed)(`LaTeX tables${withoutLatex(installed)}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latex-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('compile in a plain article', async () => {
    const tables = [
      textTable({ title: 'A & B_c: 100 % “x” ≥ ½ é ℓ → √2·d_m' }),
      imageTable(),
      translationTable(),
      tableOf([]),
    ];
    const source = [
      '\\documentclass{article}',
      '\\usepackage{booktabs,graphicx}',
      '\\begin{document}',
      ...tables.map((table) => renderLatex(buildTrainingTable(table).model)),
      '\\end{document}',
    ].join('\n');
    await writeFile(join(folder, 'tables.tex'), source);
    execFileSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'tables.tex'], { cwd: folder });
    const log = await readFile(join(folder, 'tables.log'), 'utf8');
    expect(log).toMatch(/Output written on tables\.pdf \(\d+ pages/);
    expect(log).not.toMatch(/^!|Missing character/m);
  });
});
