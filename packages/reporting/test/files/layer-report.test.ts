import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { renderReport } from '../../src/files/render.js';
import type { LayerTableInput } from '../../src/input/tables.js';
import { buildLayerTable } from '../../src/layers/layer-table.js';
import { buildReport, type Report } from '../../src/report/report.js';
import { countsTable, timesTable } from '../layer-tables.js';

function reportOf(tables: readonly LayerTableInput[]): Report {
  return buildReport({ folder: '/reports/cpu', preset: 'cpu', tables });
}

describe('a report of layer tables', () => {
  const tables = [countsTable(), timesTable()];
  const report = reportOf(tables);

  it('has a page, tables and figures for each, and its findings as data', async () => {
    const files = await renderReport(report);
    for (const name of ['complexity', 'inference-speed']) {
      const page = files.get(`pages/${name}.html`) as string;
      expect(page).toContain(`../../experiments/${name}/runs/cpu/`);
      expect(files.get('index.html')).toContain(`<a href="pages/${name}.html">`);
      for (const axis of ['context-length', 'model-width', 'heads']) {
        expect(page).toContain(`id="${name}-${axis}"`);
        for (const kind of ['md', 'csv', 'tex'])
          expect(files.has(`tables/${name}-${axis}.${kind}`)).toBe(true);
      }
    }
    expect(files.has('figures/complexity-context-length.png')).toBe(true);
    expect(files.has('figures/inference-speed-ratio-model-width.svg')).toBe(true);
    const { claims } = JSON.parse(files.get('claims.json') as string) as { claims: Claim[] };
    const cited = (number: number, name: string) =>
      claims
        .filter((claim) => claim.number === number)
        .flatMap(({ layers }) => layers.filter((layer) => layer.sweep === name))
        .flatMap(({ findings }) => findings);
    for (const { input, findings } of tables.map(buildLayerTable)) {
      for (const number of [1, 2, 5]) {
        const expected = findings.filter(({ claim }) => claim === number).map(({ claim, ...rest }) => rest);
        expect(cited(number, input.name)).toEqual(JSON.parse(JSON.stringify(expected)));
      }
    }
    const index = files.get('index.html');
    expect(index).toMatch(
      /Latency relative to Standard’s at the sizes measured, batch 1 and 64: Optimised 0\.\d\d× to \d\.\d\d×, Efficient/,
    );
    expect(index).toContain('Efficient computes 4 matrix products per head, Standard 6.');
    expect(index).toContain('href="../../experiments/inference-speed/runs/cpu/repetition2.json"');
  });

  it('sets ratios in a table, folds them as words, and sets its symbols', async () => {
    const files = await renderReport(report);
    const page = files.get('pages/inference-speed.html') as string;
    expect(page).toMatch(
      /<th scope="row">ℓ = 16 to 256<\/th><td class="text">dₘ = 64, h = 4<\/td><td>1<\/td><td data-value="[\d.]+">0\.78× to 0\.92× <span class="second">gain shrinks</,
    );
    expect(page).toContain('<summary>The same in words</summary>');
    expect(page.replace(/<script.*?<\/script>/gs, '')).not.toMatch(/>[^<]*\bd_m\b[^<]*</);
    expect(files.get('pages/complexity.html')).not.toContain('class="trends');
  });

  it('has the machines, versions and commits of its records', async () => {
    const page = (await renderReport(report)).get('pages/provenance.html') as string;
    const part = page.slice(page.indexOf('<section id="inference-speed"'));
    expect(part).toContain('<dt>Engine</dt><dd>onnx on cpu, 1 thread, one run at a time</dd>');
    expect(part).toContain('<dt>Machine</dt><dd>a processor, 2 cores, 0.0 GiB, linux</dd>');
    expect(part).toContain('<dt>Commit</dt><dd>abc</dd>');
    expect(page.slice(page.indexOf('<section id="all"'))).toContain(
      '<li>Node v20 (1 record of complexity)</li>',
    );
  });

  it('names a record that is left out where its numbers would be', async () => {
    const unusable = new Map([['repetition2.json', 'not a valid record of single layers']]);
    const files = await renderReport(reportOf([timesTable(2, { unusable })]));
    expect(files.get('pages/inference-speed.html')).toContain(
      '<li>repetition2.json is left out: not a valid record of single layers</li>',
    );
    const { claims } = JSON.parse(files.get('claims.json') as string) as { claims: Claim[] };
    expect(claims.find(({ number }) => number === 5)?.layers[0]?.sentence).toBe('How far the claim reaches.');
  });

  it('never mixes presets or names', () => {
    const other = [countsTable({ preset: { name: 'paper' } })];
    expect(() => reportOf(other)).toThrow('report of preset cpu: table complexity is of preset paper');
    expect(() => reportOf([...tables, ...tables])).toThrow('two tables are named complexity');
  });

  it('says what is known of the paper', async () => {
    const paper = {
      values: [
        {
          mechanism: 'efficient',
          heads: 4,
          column: 'attention parameters',
          value: 50,
          unit: '% of Standard’s',
          approximate: false,
          knownFrom: 'abstract' as const,
          version: 'v2' as const,
        },
      ],
      context: [],
    };
    const files = await renderReport(reportOf([countsTable({ paper })]));
    expect(files.get('pages/complexity.html')).toContain(
      'Efficient, attention parameters: 50 % of Standard’s (abstract, v2).',
    );
  });
});
