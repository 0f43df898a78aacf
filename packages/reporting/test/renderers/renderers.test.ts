import { fromCSV } from 'arquero';
import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/renderers/table-csv.js';
import { renderHtml } from '../../src/renderers/table-html.js';
import { escapeLatex, renderLatex } from '../../src/renderers/table-latex.js';
import { escapeMarkdown, renderColumns, renderMarkdown } from '../../src/renderers/table-markdown.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { failedRun, gridOfRuns, PAPER, tableOf } from '../runs.js';

const runs = gridOfRuns();
const { model } = buildTrainingTable(tableOf(runs, { paper: PAPER, title: 'A | B & <C> 100 %' }));

describe('Markdown', () => {
  const lines = renderMarkdown(model).split('\n');
  const rows = lines.filter((line) => line.startsWith('|'));

  it('has as many cells in every row as columns', () => {
    expect(rows).toHaveLength(2 + 4 + 1);
    const cells = rows.map((row) => row.replaceAll('\\|', '').split('|').length - 2);
    expect(new Set(cells)).toEqual(new Set([model.columns.length]));
  });

  it('shows value and spread, what is decidedly better in bold, context in italics', () => {
    expect(rows[5]).toContain('| **76.45 ± 0.43** | ≈ 78 |');
    expect(rows[6]).toContain('| *Super: NMesaC (PyTorch)* |');
  });

  it('escapes what Markdown would read as markup', () => {
    expect(lines[0]).toBe('**A \\| B & \\<C\\> 100 %** (preset cpu)');
    expect(escapeMarkdown('~~a~~ $b$ &lt; &#60; c &\n\n# d')).toBe(
      '\\~\\~a\\~\\~ \\$b\\$ \\&lt; \\&#60; c & # d',
    );
  });
});

describe('some columns', () => {
  const lines = renderColumns(model, ['test.accuracy', 'mechanism', 'colour']).split('\n');

  it('has the columns that are asked for and known, in the order of the table', () => {
    expect(lines[0]).toMatch(/^\| Mechanism +\| +Test accuracy \(%\) \|$/);
    expect(lines).toHaveLength(2 + 4 + 1);
  });

  it('is aligned', () => {
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[1]).toMatch(/^\| -+ \| -+: \|$/);
  });
});

describe('CSV', () => {
  const table = fromCSV(renderCsv(model), { autoType: false });
  const rows = table.objects() as Record<string, string | null>[];

  it('keeps full precision and every statistic', () => {
    const accuracies = runs
      .filter(({ mechanism }) => mechanism === 'super')
      .map(({ test }) => (test.accuracy as number) * 100);
    const row = rows[3] as Record<string, string | null>;
    expect(row['test.accuracy [%] values']?.split(';').map(Number)).toEqual(accuracies);
    expect(Number(row['test.accuracy [%] mean'])).toBeCloseTo(accuracies.reduce((a, b) => a + b) / 5, 12);
    expect(Number(row['test.accuracy [%] low'])).toBeLessThan(Number(row['test.accuracy [%] mean']));
    expect(Number(row['test.accuracy [%] high'])).toBeGreaterThan(Number(row['test.accuracy [%] mean']));
    expect(row).toMatchObject({
      mechanism: 'super',
      heads: '4',
      row: 'measured',
      attentionParameters: '3136',
      'test.accuracy [%] runs': '5',
      'test.accuracy [%] lead decided': 'true',
      'test.accuracy.paper [%]': '78',
      seeds: '5',
      failed: '0',
    });
    expect(row.records?.split(';')).toHaveLength(5);
  });

  it('has a context row without runs', () => {
    expect(rows[4]).toMatchObject({
      row: 'Super: NMesaC (PyTorch)',
      'test.accuracy [%] mean': '74.12',
      records: null,
    });
  });

  it('names failed runs among the records', () => {
    const failed = buildTrainingTable(tableOf([failedRun('super')])).model;
    const last = (fromCSV(renderCsv(failed), { autoType: false }).objects() as Record<string, string>[])[3];
    expect(last).toMatchObject({ failed: '1', records: 'super-h4-seed0.json' });
  });
});

describe('LaTeX', () => {
  const latex = renderLatex(model);
  const bodies = [...latex.matchAll(/\\begin\{tabular\}([\s\S]*?)\\end\{tabular\}/g)].map(
    ([, body = '']) => body,
  );
  const body = bodies.join('\n');

  it('has every column in a tabular that fits the page, with mechanism and heads, and as many cells in every row', () => {
    const columns = bodies.map((one) => {
      const rows = one.split('\n').filter((line) => line.endsWith('\\\\'));
      expect(rows).toHaveLength(2 + 4 + 1);
      const widths = rows.map((row) => {
        const spans = [...row.matchAll(/\\multicolumn\{(\d+)\}/g)].map(([, span]) => Number(span) - 1);
        return row.split(/(?<!\\)&/).length + spans.reduce((sum, span) => sum + span, 0);
      });
      expect(new Set(widths).size).toBe(1);
      return widths[0] as number;
    });
    expect(columns.reduce((sum, count) => sum + count - 2, 0)).toBe(model.columns.length - 2);
    expect(columns.length).toBeGreaterThan(1);
  });

  it('is in parts where a page can’t hold all rows', () => {
    const [row] = model.rows;
    const rows = Array.from({ length: 120 }, () => row as NonNullable<typeof row>);
    const parts = renderLatex({ ...model, rows }).match(/\\begin\{table\*\}/g);
    expect(parts).toHaveLength(4 * bodies.length);
  });

  it('balances its braces and escapes every special character', () => {
    const plain = latex.replace(/\\[{}]/g, '');
    expect(plain.split('{').length).toBe(plain.split('}').length);
    expect(escapeLatex('50 % of a_b & c# {x} ~^\\ $1 ± ≈')).toBe(
      '50 \\% of a\\_b \\& c\\# \\{x\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{} \\$1 $\\pm$ $\\approx$',
    );
  });

  it('names what LaTeX doesn’t know, and stays on one line', () => {
    expect(escapeLatex('« é ſ 語 [1em]\n\n\u212a')).toBe('$\\ll$ é {[}U+017F] {[}U+8A9E] {[}1em] {[}U+212A]');
  });

  it('knows the symbols of sizes', () => {
    expect(escapeLatex('ℓ → √2·d_m')).toBe('$\\ell$ $\\to$ $\\surd$2$\\cdot$$d_m$');
  });

  it('prints what is decidedly better in bold', () => {
    expect(body).toContain('\\textbf{76.45 $\\pm$ 0.43}');
  });
});

describe('HTML', () => {
  const html = renderHtml(model, ({ id }) => `#${id}`).markup;

  it('links every measured value to the runs of its row', () => {
    expect(html).toContain(
      '<a href="#super-h4"><strong>76.45</strong></a> <span class="second">± 0.43</span>',
    );
    expect(html).not.toContain('href="#super-h4-context1"');
  });

  it('links what others published to where it can be read', () => {
    expect(html).toContain(
      '<a href="https://github.com/NMesaC/pay-better-attention-pytorch-keras">Super: NMesaC (PyTorch)</a>',
    );
    const context = PAPER.context.map((row) => ({ ...row, source: 'javascript:alert(1)' }));
    const cited = buildTrainingTable(tableOf([], { paper: { values: [], context } })).model;
    expect(renderHtml(cited, () => '#').markup).not.toContain('javascript:');
  });

  it('has a caption, scopes, and the same width in every row', () => {
    expect(html).toContain('<caption>A | B &amp; &lt;C&gt; 100 %, preset cpu</caption>');
    const rows = html.split('<tr').slice(3);
    const widths = rows.map((row) => row.split(/<t[hd][ >]/).length - 1);
    expect(new Set(widths)).toEqual(new Set([model.columns.length]));
    expect(html.match(/<th scope="row"/g)).toHaveLength(5);
  });
});
