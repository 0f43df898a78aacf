import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { draw } from '../../src/figures/draw.js';
import { forestFigure, NARROW } from '../../src/figures/forest-figure.js';
import { LOSS } from '../../src/input/metrics.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, gridOfRuns, MECHANISMS, tableOf } from '../runs.js';

const PATHS = new Map([['imdb', '../../runs/imdb']]);

function forest(tables: readonly TrainingTableInput[], ...layout: (typeof NARROW)[]) {
  return forestFigure(tables.map(buildTrainingTable), PATHS, ...layout);
}

const specOf = (table: TrainingTableInput) => (forest([table]) ?? expect.fail('no figure')).spec;

interface Mark {
  readonly kind: string;
  readonly y: number;
  readonly mechanism?: string;
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  readonly text?: string;
}

function marksOf(spec: TopLevelSpec | undefined, kind: RegExp): Mark[] {
  const { values } = (spec as unknown as { data: { values: readonly Mark[] } }).data;
  return values.filter((mark) => kind.test(mark.kind));
}

const at = (accuracies: Record<string, readonly number[]>, changes: Partial<TrainingTableInput> = {}) =>
  tableOf(
    Object.entries(accuracies).flatMap(([mechanism, values]) =>
      values.map((accuracy, seed) =>
        completeRun(mechanism, { seed, test: { loss: 1 - accuracy, accuracy } }),
      ),
    ),
    changes,
  );

const STANDARD = [0.6, 0.61, 0.62];
const AHEAD = at(
  { standard: STANDARD, super: [0.64, 0.652, 0.659] },
  { equivalence: { margin: 2, because: 'so.' } },
);

describe('the forest plot', () => {
  it('counts in margins, with the seeds, their mean and its interval', () => {
    const spec = forest([AHEAD])?.spec;
    expect(marksOf(spec, /^seed$/).map(({ value }) => value?.toFixed(2))).toEqual(['2.00', '2.10', '1.95']);
    const [mean] = marksOf(spec, /^mean$/);
    const [interval] = marksOf(spec, /^interval$/);
    expect(mean?.value).toBeCloseTo(2.0167, 3);
    expect(((interval?.low ?? 0) + (interval?.high ?? 0)) / 2).toBeCloseTo(2.0167, 3);
    expect(marksOf(spec, /^decided$/).map(({ text }) => text)).toEqual(['ahead']);
    expect(marksOf(spec, /^numbers$/)[0]?.text).toMatch(/^\+4\.03 \[\+3\.\d\d, \+4\.\d\d\]$/);
    expect(marksOf(spec, /^about$/)[0]?.text).toBe('22,500 + 25,000 reviews, 3 seeds, ± 2');
  });

  it('has better on the right where less is better', () => {
    const table = {
      ...AHEAD,
      metrics: [LOSS],
      headline: 'loss',
      equivalence: { margin: 0.02, because: 'so.' },
    };
    expect(marksOf(forest([table])?.spec, /^mean$/)[0]?.value).toBeCloseTo(2.0167, 3);
  });

  it('marks the gains that the paper names, and says which lie beyond the plot', () => {
    const gains = marksOf(forest([AHEAD])?.spec, /gain/);
    expect(gains.filter(({ kind }) => kind === 'gain').map(({ value }) => value?.toFixed(2))).toEqual([
      '3.05',
    ]);
    expect(gains.flatMap(({ text }) => text ?? [])).toEqual(['10 %, 17 % →']);
    const wide = marksOf(forest([{ ...AHEAD, equivalence: { margin: 10, because: 'so.' } }])?.spec, /gain/);
    expect(wide.flatMap(({ text }) => text ?? [])).toEqual(['10 %', '17 %']);
  });

  it('ends what leaves the plot with an arrow', () => {
    const spec = forest([{ ...AHEAD, equivalence: { margin: 0.3, because: 'so.' } }])?.spec;
    expect(marksOf(spec, /^beyond/).map(({ kind, value }) => [kind, value])).toEqual([['beyond right', 12]]);
    expect(marksOf(spec, /^mean$/)).toEqual([]);
  });

  it('says in its title what is shown, and how many seeds what is open lacks', () => {
    const open = at({ standard: STANDARD, super: [0.6, 0.63, 0.6] });
    const title = (specOf(open) as { title: { text: readonly string[] } }).title.text.join(' ');
    expect(title).toBe('1 comparison with Standard is open');
    expect(marksOf(forest([open])?.spec, /^open$/)[0]?.text).toMatch(/^open, [\d,]+ more seeds$/);
    expect(marksOf(forest([at({ standard: [0.6], super: [0.62] })])?.spec, /^open$/)[0]?.text).toBe(
      'open, at least 2 more seeds',
    );
    expect(forest([AHEAD])?.alternative).toContain('Super +4.03 [');
  });

  it('leaves out what has no measure in common, and is none without a difference', () => {
    const { equivalence: _, ...without } = AHEAD;
    expect(forest([without])).toBeUndefined();
    expect(forest([tableOf([])])).toBeUndefined();
    expect(forest([tableOf([completeRun('super')])])).toBeUndefined();
  });

  it('names its records, table by table', () => {
    const { usermeta } = specOf(AHEAD) as unknown as {
      usermeta?: { tables: Record<string, { records: string[] }> };
    };
    expect(usermeta?.tables.imdb).toMatchObject({ recordsFolder: '../../runs/imdb' });
    expect(usermeta?.tables.imdb?.records).toHaveLength(6);
  });

  const many = Array.from({ length: 30 }, (_, place) => `mechanism-of-a-long-name-${place}`);
  it.each<[string, TrainingTableInput[]]>([
    ['four mechanisms, five seeds', [tableOf(gridOfRuns())]],
    ['25 seeds', [tableOf(gridOfRuns({ seeds: 25 }))]],
    ['one seed', [tableOf(MECHANISMS.map((name) => completeRun(name)))]],
    [
      '30 mechanisms of long names',
      [
        tableOf(
          ['standard', ...many].map((name) => completeRun(name)),
          { mechanisms: ['standard', ...many] },
        ),
      ],
    ],
  ])('%s: fits a page of paper, and a telephone', async (_, tables) => {
    const widths = await Promise.all(
      [forest(tables), forest(tables, NARROW)].map(async (figure) => {
        const { svg } = await draw((figure ?? expect.fail('no figure')).spec);
        return Number(/width="(\d+)/.exec(svg)?.[1]);
      }),
    );
    expect(widths[0]).toBeLessThan(7.1 * 96);
    expect(widths[1]).toBeLessThanOrEqual(358);
  });
});
