import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/claims/model.js';
import { draw } from '../../src/figures/draw.js';
import { renderCsv } from '../../src/renderers/csv.js';
import { renderExcerpt } from '../../src/renderers/markdown.js';
import { crossingOf } from '../../src/sweep/crossovers.js';
import { buildSweep } from '../../src/sweep/render.js';
import { renderReport } from '../../src/write.js';
import { countsSweep, timesSweep } from './sweeps.js';

const counts = buildSweep(countsSweep(), '../runs');
const times = buildSweep(timesSweep(), '../runs');

describe('the tables of a sweep', () => {
  it('are one for each axis that is varied', () => {
    expect(counts.tables.map(({ name }) => name)).toEqual([
      'complexity-context-length',
      'complexity-model-width',
      'complexity-heads',
    ]);
    const { base, axes } = countsSweep();
    const fixed = buildSweep(countsSweep({ axes: { ...axes, heads: [base.heads] } }), '../runs');
    expect(fixed.tables.map(({ name }) => name)).not.toContain('complexity-heads');
  });

  it('hold every mechanism at every size, with the ratio to Standard at the same size', () => {
    const [table] = counts.tables;
    if (!table) throw new Error('no table');
    const shown = renderExcerpt({ ...table, rows: table.rows.slice(4, 8) }, [
      'mechanism',
      'contextLength',
      'parameters',
      'matmulsPerHead',
    ]);
    expect(shown.split('\n').slice(2)).toEqual([
      '| Standard  |   64 |            16,384 (1.00×) |                        6 |',
      '| Optimised |   64 |            12,288 (0.75×) |                        5 |',
      '| Efficient |   64 |             8,192 (0.50×) |                        4 |',
      '| Super     |   64 |            12,288 (0.75×) |                        5 |',
    ]);
  });

  it('have the times of both batch sizes, means over the repetitions, and throughput', () => {
    const row = times.tables[0]?.rows.find(({ id }) => id === 'standard-l64-d64-h4');
    const cell = (id: string) => row?.cells[times.tables[0]?.columns.findIndex((one) => one.id === id) ?? -1];
    expect(cell('batch1.milliseconds')?.value).toBeCloseTo(0.1572864 * 1.01, 9);
    expect(cell('batch1.milliseconds')?.spread).toBe('± 0.00157');
    expect(cell('batch64.milliseconds')?.value).toBeCloseTo(64 * 0.1572864 * 1.01, 9);
    expect(cell('batch64.examplesPerSecond')?.value).toBeCloseTo(
      (1000 / 0.1572864 / 3) * (1 + 1 / 1.01 + 1 / 1.02),
      6,
    );
    expect(cell('batch64.tokensPerSecond')?.value).toBeCloseTo(
      64 * (cell('batch64.examplesPerSecond')?.value ?? 0),
      6,
    );
    expect(row?.heading).toBe('ℓ = 64');
  });

  it('keep the sizes and every repetition in CSV', () => {
    const [head, first] = renderCsv(times.tables[1] as (typeof times.tables)[number]).split('\n');
    const columns = head?.split(',') ?? [];
    const value = (name: string) => first?.split(',')[columns.indexOf(name)];
    expect([value('contextLength'), value('modelWidth'), value('heads')]).toEqual(['64', '32', '4']);
    expect(value('batch1.milliseconds [ms] values')?.split(';')).toHaveLength(3);
  });

  it('refuse records of another preset', () => {
    const sweep = countsSweep({ preset: { name: 'paper' } });
    expect(() => buildSweep(sweep, '../runs')).toThrow(
      'report of complexity, preset paper: counts.json is of complexity, preset cpu, kind complexity',
    );
  });

  it('say so when repetitions are of different machines', () => {
    const sweep = timesSweep();
    const records = new Map(
      [...sweep.records].map(([file, record], at) => [
        file,
        { ...record, machine: { ...record.machine, cores: 2 + at } },
      ]),
    );
    expect(times.tables[0]?.remarks).toEqual([]);
    expect(buildSweep({ ...sweep, records }, '../runs').tables[0]?.remarks).toEqual([
      'The repetitions are of different machines or versions: their times don’t compare, ratios do.',
    ]);
  });

  it('say so when nothing is recorded', () => {
    const empty = buildSweep(countsSweep({ records: new Map() }), '../runs');
    expect(empty.figures).toEqual([]);
    expect(empty.findings).toEqual([]);
    expect(empty.tables[0]?.remarks).toEqual(['Nothing is recorded yet.']);
  });
});

describe('the findings', () => {
  it('are 25, 50 and, where ℓ = d_m, 25 % fewer parameters, and one, two and one products fewer', () => {
    const numbers = counts.findings
      .slice(0, 6)
      .map(({ claim, mechanism, numbers: { ratio, fewer } }) => [claim, mechanism, ratio ?? fewer]);
    expect(numbers).toEqual([
      [1, 'optimised', 0.75],
      [1, 'efficient', 0.5],
      [1, 'super', 0.75],
      [2, 'optimised', 1],
      [2, 'efficient', 2],
      [2, 'super', 1],
    ]);
  });

  it('have the crossovers of Super, derived and between counted lengths', () => {
    const found = counts.findings.slice(6).map(({ measure, numbers: { derived, below, above } }) => ({
      measure,
      derived,
      below,
      above,
    }));
    expect(found).toEqual([
      { measure: 'Parameters without biases', derived: Math.SQRT2 * 64, below: 90, above: 91 },
      { measure: 'Multiply-adds in linear maps', derived: 128, below: 91, above: 256 },
      { measure: 'FLOPs', derived: 128, below: 91, above: 256 },
    ]);
  });

  it('refuse counts that contradict what is derived', () => {
    const sweep = countsSweep();
    const record = sweep.records.get('counts.json');
    if (record?.kind !== 'complexity') throw new Error('no counts');
    const measurements = record.measurements.map((layer) =>
      layer.mechanism === 'super' && layer.contextLength === 90
        ? { ...layer, parameters: 2 * layer.parameters }
        : layer,
    );
    const records = new Map([['counts.json', { ...record, measurements }]]);
    expect(() => buildSweep({ ...sweep, records }, '../runs')).toThrow("should cross Standard's at ℓ = 90.5");
  });

  it('say where times cross and where gains shrink', () => {
    const finding = times.findings.find(
      ({ mechanism, measure, numbers }) =>
        mechanism === 'super' && measure === 'latency along ℓ, batch 64' && numbers.last === 256,
    );
    expect(finding?.numbers).toMatchObject({ batch: 64, fasterUpTo: 91, slowerFrom: 256 });
    expect(finding?.numbers).toMatchObject({ sizes: 6, faster: 4, slower: 1 });
    expect(finding?.sentence).toMatch(
      /Of 6 sizes it is faster at 4 and slower at 1 \(ℓ = 256\), each decided \(corrected p < 0\.05\)\.$/,
    );
    expect(finding?.numbers.crossing).toBeCloseTo(128, 6);
    expect(times.sentences[0]).toBe(
      'Latency relative to Standard’s, batch 1, from ℓ = 16 to ℓ = 256 (d_m = 64, h = 4): ' +
        'Optimised 0.78× to 0.92×, Efficient 0.56× to 0.83× and Super 0.61× to 1.17×. ' +
        'Beyond the 95 % intervals, the gain shrinks for Optimised, Efficient and Super.',
    );
  });

  it('leave open what one repetition can’t decide', () => {
    const once = buildSweep(timesSweep(1), '../runs');
    expect(once.sentences[0]).toMatch(/No gain changes beyond the 95 % intervals\.$/);
  });
});

describe('crossingOf', () => {
  const at = (position: number, ratio: number, spread = 0) => ({
    position,
    ratio,
    interval: [ratio - spread, ratio + spread] as const,
  });

  it('interpolates on logarithms', () => {
    expect(crossingOf([at(16, 0.5), at(64, 2)])).toEqual({ between: [16, 64], near: expect.closeTo(32, 9) });
  });

  it('spans the positions whose interval contains 1', () => {
    expect(crossingOf([at(16, 0.5), at(32, 0.99, 0.1), at(64, 1.02, 0.1), at(128, 2)])?.between).toEqual([
      16, 128,
    ]);
  });

  it('is none where ratios stay on one side, fall, or are undecided', () => {
    expect(crossingOf([at(16, 0.5), at(64, 0.9)])).toBeUndefined();
    expect(crossingOf([at(16, 2), at(64, 0.5)])).toBeUndefined();
    expect(crossingOf([at(16, 0.5), at(64, 1.1, 0.2)])).toBeUndefined();
  });
});

const valid = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8')),
);
const figures = [
  ...[counts, times, buildSweep(timesSweep(1), '../runs')].flatMap((built) => built.figures),
  ...buildSweep(countsSweep({ axes: { contextLength: [32, 64], modelWidth: [64], heads: [4] } }), '../runs')
    .figures,
];

describe.each(figures.map((figure) => [figure.name, figure] as const))(
  'the figure %s',
  (_, { spec, alternative }) => {
    it('is valid, draws without a warning and names every mechanism at its line', async () => {
      expect(valid(JSON.parse(JSON.stringify(spec))) || valid.errors).toBe(true);
      const { svg } = await draw(spec);
      for (const name of ['Standard', 'Optimised', 'Efficient', 'Super']) {
        expect(svg).toContain(`>${name}</text>`);
        expect(alternative).toContain(name);
      }
    });
  },
);

it('marks the derived crossovers', async () => {
  const { svg } = await draw((counts.figures[0] as (typeof counts.figures)[number]).spec);
  expect(svg).toContain('ℓ = √2 · d_m ≈ 90.5: Super equals Standard');
  expect(svg).toContain('ℓ = 2 · d_m = 128: Super equals Standard');
});

describe('the report', () => {
  const sweeps = [countsSweep(), timesSweep()];
  const options = { folder: '/reports/cpu', preset: 'cpu', tables: [], sweeps };

  it('has a page, tables and figures for each sweep, and its findings as data', async () => {
    const files = await renderReport(options);
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
    const cited = (number: number, sweep: string) =>
      claims
        .filter((claim) => claim.number === number)
        .flatMap(({ layers }) => layers.filter((layer) => layer.sweep === sweep))
        .flatMap(({ findings }) => findings);
    for (const { sweep, findings } of [
      { sweep: 'complexity', findings: counts.findings },
      { sweep: 'inference-speed', findings: times.findings },
    ]) {
      for (const number of [1, 2, 5]) {
        const expected = findings.filter(({ claim }) => claim === number).map(({ claim, ...rest }) => rest);
        expect(cited(number, sweep)).toEqual(JSON.parse(JSON.stringify(expected)));
      }
    }
    const index = files.get('index.html');
    expect(index).toContain('<th scope="col">Single layers, counted</th>');
    expect(index).toContain('Efficient computes 4 matrix products per head, Standard 6.');
    expect(index).toContain('href="../../experiments/inference-speed/runs/cpu/repetition2.json"');
  });

  it('has the machines, versions and commits of its sweeps', async () => {
    const page = (await renderReport(options)).get('pages/provenance.html') as string;
    const part = page.slice(page.indexOf('<section id="inference-speed"'));
    expect(part).toContain('<dt>Engine</dt><dd>onnx on cpu, 1 thread, one run at a time</dd>');
    expect(part).toContain('<dt>Machine</dt><dd>a processor, 2 cores, 0.0 GiB, linux</dd>');
    expect(part).toContain('<dt>Commit</dt><dd>abc</dd>');
    expect(page.slice(page.indexOf('<section id="all"'))).toContain(
      '<li>Node v20 (1 record of complexity)</li>',
    );
  });

  it('names a record that is left out where its numbers would be', async () => {
    const unusable = new Map([['repetition2.json', 'not a valid record of a sweep']]);
    const files = await renderReport({ ...options, sweeps: [timesSweep(2, { unusable })] });
    expect(files.get('pages/inference-speed.html')).toContain(
      '<li>repetition2.json is left out: not a valid record of a sweep</li>',
    );
    const { claims } = JSON.parse(files.get('claims.json') as string) as { claims: Claim[] };
    expect(claims.find(({ number }) => number === 5)?.layers[0]?.verdict).toBe('not decided');
  });

  it('never mixes presets or names', async () => {
    const other = [countsSweep({ preset: { name: 'paper' } })];
    await expect(renderReport({ ...options, sweeps: other })).rejects.toThrow(
      'report of preset cpu: table complexity is of preset paper',
    );
    await expect(renderReport({ ...options, sweeps: [...sweeps, ...sweeps] })).rejects.toThrow(
      'two tables are named complexity',
    );
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
    const files = await renderReport({ ...options, sweeps: [countsSweep({ paper })] });
    expect(files.get('pages/complexity.html')).toContain(
      'Efficient, attention parameters: 50 % of Standard’s (abstract, v2).',
    );
  });
});
