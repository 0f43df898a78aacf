import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { draw } from '../../src/figures/draw.js';
import { figuresOf as allFigures } from '../../src/figures/figures.js';
import { LOSS } from '../../src/input/metrics.js';
import { everyRecord, type TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, failedRun, gridOfRuns, MECHANISMS, PAPER, tableOf } from '../runs.js';
import { startedTable } from '../started-tables.js';
import { applesOf, imageTable, textTable, translationTable } from '../training-tables.js';

const schemaFile = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
const valid = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

function figuresOf(table: TrainingTableInput) {
  return allFigures(buildTrainingTable(table), '../../runs/cpu');
}

/** Pixels that a page of 390 has for a figure, which shrinks what is wider a little, and scrolls what is much wider. */
const NARROW = 358;
const SCROLLED = 390;

function widthOf(svg: string): number {
  return Number(/width="(\d+)"/.exec(svg)?.[1]);
}

/** The height in points of the smallest text as a narrow screen shows it. */
function leastPoints(svg: string): number {
  const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
  const width = widthOf(svg);
  const shrunk = width > SCROLLED ? 1 : Math.min(1, NARROW / width);
  return Math.min(...sizes) * shrunk * 0.75;
}

const oneEpoch = completeRun('standard').epochs.slice(0, 1);
const CASES: Record<string, TrainingTableInput> = {
  'four mechanisms, five seeds, the paper': tableOf(gridOfRuns(), { paper: PAPER }),
  'an ablation of heads': tableOf(gridOfRuns({ heads: [1, 2, 4, 8], seeds: 3 })),
  'starts by number of training examples': startedTable(),
  'starts of two seeds': startedTable({ seeds: 2 }),
  'one seed each': tableOf(MECHANISMS.map((mechanism) => completeRun(mechanism))),
  'one run of one epoch': tableOf([completeRun('standard', { epochs: oneEpoch, bestEpoch: 1 })]),
  'equal values': tableOf(
    [0, 1, 2].map((seed) => completeRun('super', { seed, test: { loss: 1, accuracy: 0.5 } })),
  ),
  'a failed run beside others': tableOf([...gridOfRuns(), failedRun('super', { seed: 7, epochs: oneEpoch })]),
  'failed runs alone': tableOf([failedRun('super', { epochs: oneEpoch })]),
  'a mechanism without a colour': tableOf([completeRun('longformer'), completeRun('super')]),
  'texts with baselines, heads and maps': textTable(),
  'images with maps': imageTable(),
  'translations with BLEU': translationTable(),
  'the loss': tableOf(gridOfRuns(), { metrics: [LOSS], headline: 'loss' }),
};

describe.each(Object.entries(CASES))('%s', (_, table) => {
  const figures = figuresOf(table);

  it('draws something', () => {
    expect(figures.length).toBeGreaterThan(0);
  });

  it.each(figures.map((figure) => [figure.name, figure] as const))(
    '%s is valid, compiles without a warning and fits a page',
    async (_, { spec }) => {
      const saved: TopLevelSpec = JSON.parse(JSON.stringify(spec));
      expect(valid(saved), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
      const { svg } = await draw(saved);
      const width = widthOf(svg);
      expect(width).toBeGreaterThan(3 * 96);
      expect(width).toBeLessThan(7.1 * 96);
      expect(leastPoints(svg)).toBeGreaterThanOrEqual(9);
    },
  );

  it.each(figures.map((figure) => [figure.name, figure] as const))('%s names its records', (_, { spec }) => {
    const { usermeta } = spec as { usermeta?: { records?: string[]; recordsFolder?: string } };
    expect(usermeta?.recordsFolder).toBe('../../runs/cpu');
    expect(usermeta?.records?.every((file) => everyRecord(table).has(file))).toBe(true);
    expect(usermeta?.records?.length).toBeGreaterThan(0);
  });
});

it('there are no figures without values', () => {
  expect(figuresOf(tableOf([]))).toEqual([]);
  expect(figuresOf(tableOf([failedRun('super')]))).toEqual([]);
});

it('a warning is an error, whether it comes from Vega-Lite or from Vega', async () => {
  const values = [{ a: 1 }];
  const x = { field: 'a', type: 'quantitative' as const };
  const dropped = { data: { values }, mark: 'line' as const, encoding: { x, y: x, text: x } };
  await expect(draw(dropped)).rejects.toThrow('figure: text dropped as it is incompatible with "line".');
  const empty = { data: { values: [{}] }, mark: 'point' as const, encoding: { x } };
  await expect(draw(empty)).rejects.toThrow('figure: Infinite extent for field "a"');
});

it('a mechanism has the same colour in every figure, and a line and shape of its own', () => {
  const figures = figuresOf(tableOf(gridOfRuns({ heads: [4, 2] })));
  expect(figures.map(({ name }) => name)).toEqual(['accuracy', 'slope', 'curves', 'price', 'heads']);
  const scales = figures.map(({ spec }) => compile(spec).spec.scales ?? []);
  const range = (at: number, name: string) =>
    (scales[at]?.find((scale) => scale.name === name) as { range?: unknown[] } | undefined)?.range;
  expect(range(3, 'color')).toEqual(range(0, 'color')?.slice(1));
  expect(range(4, 'color')).toEqual(range(0, 'color'));
  expect(new Set(range(0, 'color')).size).toBe(MECHANISMS.length);
  expect(new Set(range(4, 'shape')).size).toBe(MECHANISMS.length);
  expect(range(4, 'strokeDash')).toHaveLength(MECHANISMS.length);
});

it('no title and no caption names what isn’t there', () => {
  const one = figuresOf(tableOf(MECHANISMS.map((mechanism) => completeRun(mechanism))));
  const text = JSON.stringify(one.map(({ caption, spec }) => [caption, spec.title]));
  expect(text).toContain('Points: one seed each.');
  expect(text).not.toMatch(/[Dd]iamond|95 % interval|Large points|Bands/);
  const several = figuresOf(tableOf(gridOfRuns(), { paper: PAPER }));
  expect(several[0]?.caption).toMatch(/5 seeds each\. .*95 % intervals\. Diamond: the paper/);
});

it('a long name stands in two lines, and what differs at its end is seen', async () => {
  const names = ['standard', 'my-own-mechanism-1', 'my-own-mechanism-2'];
  const [figure] = figuresOf(
    tableOf(
      names.map((name) => completeRun(name)),
      { mechanisms: names },
    ),
  );
  const { svg } = await draw(figure?.spec as TopLevelSpec);
  for (const line of ['My own', 'mechanism 1', 'mechanism 2'])
    expect(svg).toMatch(new RegExp(`>[^<]*${line}</t`));
  expect(widthOf(svg)).toBeLessThan(SCROLLED);
});

it('a mechanism without a value has no row', async () => {
  const [figure] = figuresOf(tableOf([completeRun('standard'), completeRun('super')]));
  const { svg } = await draw(figure?.spec as TopLevelSpec);
  expect(svg).toContain('>Super</text>');
  expect(svg).not.toContain('>Efficient</text>');
});

it('the alternative text holds the numbers', () => {
  const [seeds, slope, curves, price, heads] = figuresOf(tableOf(gridOfRuns({ heads: [4, 2] })));
  expect(seeds?.alternative).toContain('Super with 4 heads 76.45 ± 0.43 % over 5 seeds');
  expect(slope?.alternative).toMatch(/Super \+\d\.\d\d percentage points over 5 seeds, 5 of 5 better/);
  expect(curves?.alternative).toMatch(/Super ends at \d\d\.\d\d % over 5 seeds, tested at epoch \d/);
  expect(price?.alternative).toMatch(
    /Super has 0\.74 times Standard’s attention parameters and a test accuracy \+\d\.\d\d percentage points/,
  );
  expect(heads?.alternative).toMatch(/Super with 2 heads \d\d\.\d\d/);
});

const WITH_SEEDS = ['accuracy', 'slope', 'curves', 'heads'];

it('a seed’s point names its record, so that it can be followed', () => {
  for (const { spec, name } of figuresOf(textTable()).filter((figure) => WITH_SEEDS.includes(figure.name))) {
    const { values } = spec.data as { values: { kind: string; record?: string; seed?: number }[] };
    const seeds = values.filter(({ kind }) => kind === 'seed');
    expect(seeds.length, name).toBeGreaterThan(10);
    expect(
      seeds.every(({ record, seed }) => record?.endsWith(`-seed${seed}.json`)),
      name,
    ).toBe(true);
  }
});

it('maps stand side by side: a row an example, a column a mechanism, baselines left out', () => {
  const figure = figuresOf(imageTable()).find(({ name }) => name === 'attention');
  if (!figure) throw new Error('no figure');
  const { values } = figure.spec.data as {
    values: { kind: string; mechanism?: string; x: number; y: number; url?: string; text?: string }[];
  };
  const maps = values.filter(({ kind }) => kind === 'map');
  expect(maps.map(({ mechanism }) => mechanism)).toEqual([
    ...['Standard', 'Optimised', 'Efficient', 'Super'],
    ...['Standard', 'Optimised', 'Efficient', 'Super'],
  ]);
  expect(new Set(maps.map(({ y }) => y)).size).toBe(2);
  expect(new Set(maps.map(({ x }) => x)).size).toBe(4);
  expect(new Set(maps.map(({ url }) => url)).size).toBe(8);
  expect(values.filter(({ kind, x }) => kind === 'picture' && x === 0)).toHaveLength(2);
  expect(values.find(({ kind }) => kind === 'note')?.text).toMatch(/^a bottle: 1\/\d/);
});

it('of a class, the first example alone is drawn', () => {
  const figure = figuresOf(imageTable({ attention: applesOf(imageTable()) })).find(
    ({ name }) => name === 'attention',
  );
  if (!figure) throw new Error('no figure');
  const { values } = figure.spec.data as { values: { kind: string; y: number }[] };
  expect(new Set(values.filter(({ kind }) => kind === 'map').map(({ y }) => y)).size).toBe(1);
  expect(figure.caption).toContain('in 1 test example, seed 0');
});

const committed = [...specsIn('../../../../reports')];

it.skipIf(committed.length === 0).each(committed)(
  'the committed specification %s is valid and compiles without a warning',
  async (path) => {
    const spec = JSON.parse(readFileSync(path, 'utf8'));
    expect(valid(spec), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
    const { svg } = await draw(spec);
    expect(svg).toMatch(/^<svg /);
    const { tables, ...own } = spec.usermeta as Partial<Rested> & { tables?: Record<string, Rested> };
    for (const { recordsFolder, records } of tables ? Object.values(tables) : [own as Rested]) {
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) {
        const report = join(dirname(path), '..');
        expect(existsSync(join(report, decodeURIComponent(recordsFolder), record)), record).toBe(true);
      }
    }
  },
);

/** What a figure rests on. */
interface Rested {
  readonly recordsFolder: string;
  readonly records: readonly string[];
}

function* specsIn(folder: string): Generator<string> {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  if (!existsSync(root)) return;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.name.endsWith('.vl.json')) yield join(entry.parentPath, entry.name);
  }
}
