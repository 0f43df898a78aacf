import { type PlacedFinding, wordsOutcome } from '../claims/outcomes.js';
import { groupBy } from '../collections/groups.js';
import { listed, mechanismLabel, percent } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { missingSeeds, missingText } from '../verdicts/seeds.js';
import { type Figure, mechanismScales } from './figure.js';
import { textWidth } from './font.js';
import { type ForestGroup, type ForestRow, forestGroups } from './forest-rows.js';
import { type Extent, paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { CONFIG, GRID, INK, MUTED, TITLE_SIZE } from './theme.js';
import { wrapped } from './wrap.js';

/** Where the parts of the figure stand, in pixels. */
interface ForestLayout {
  /** Of all without padding. */
  readonly width: number;
  /** Left of the plot: names of mechanisms. */
  readonly left: number;
  readonly plot: number;
  /** From the plot's right end to the words for what is shown, right of the numbers. */
  readonly words: number;
  readonly textSize: number;
  /** Whether numbers have no interval, words no missing seeds, and what a data set holds a line of its own. */
  readonly isShort: boolean;
}

/** As wide as a page of paper. */
const WIDE: ForestLayout = { width: 668, left: 84, plot: 256, words: 166, textSize: 12, isShort: false };
/** As wide as a telephone. */
export const NARROW: ForestLayout = {
  width: 344,
  left: 86,
  plot: 126,
  words: 58,
  textSize: 13,
  isShort: true,
};

/** What a caption adds to what the picture says itself. */
const MORE =
  'Headline metrics of the test part, over the seeds that a mechanism and Standard share. What a claim asks for is decided part by part at 0.05: that Super is ahead, by a 95 % interval right of 0; that Optimised and Efficient are as good as Standard, by a 90 % interval inside the band. What speaks against a claim is corrected over all data sets, so that an interval may leave out 0 and the word still be open. What is open says how many more seeds would decide it with 80 % power if the observed difference were the true one.';

const LINE = 20;
const GAP = 8;
/** Between the plot and the numbers right of it. */
const BESIDE = 10;
/** How much wider than the bundled font one may be that stands in for it in a browser. */
const WIDER = 1.17;
/** Margins that the plot shows on either side at least and at most. */
const LEAST = 1.5;
const MOST = 12;
/** A named gain widens the plot up to so many margins. */
const REACH = 5;

/**
 * Every difference from Standard on every data set: the mean with its 95 % interval, the seeds as ticks, in margins of
 * equivalence, so that one band shows on all data sets what counts as alike; and where gains of the named shares would lie.
 * None without a difference.
 *
 * @param recordsPaths the folder of each table's records as the figure's reader finds it, relative to the report
 */
export function forestFigure(
  tables: readonly TrainingTable[],
  recordsPaths: ReadonlyMap<string, string>,
  layout: ForestLayout = WIDE,
): Figure | undefined {
  const groups = forestGroups(tables);
  if (groups.length === 0) return undefined;
  const preset = tables[0]?.input.preset.name as string;
  const finding = findingOf(groups);
  const gains = listed((groups[0] as ForestGroup).gains.map(({ share }) => percent(share)));
  const reading = `Means with 95 % intervals, ticks are seeds, right is better. Grey: each data set’s margin (±), within which a difference counts as none; the axis counts in margins. Dashes: gains of ${gains} of Standard’s value, which the paper names. Numbers: ${unitsText(groups)}.`;
  const lines = { width: layout.width / WIDER, size: layout.textSize, weight: 'regular' } as const;
  return {
    name: 'forest',
    caption: layout.isShort ? `${finding}. ${reading}` : MORE,
    alternative: `${finding}. ${groups.map(described).join(' ')}`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      description: `Differences from Standard on every data set, preset ${preset}`,
      usermeta: {
        preset,
        tables: Object.fromEntries(
          groups.map(({ table, rows }) => [
            table,
            {
              recordsFolder: recordsPaths.get(table),
              records: [...new Set(rows.flatMap(({ files }) => files))].sort(),
            },
          ]),
        ),
      },
      config: CONFIG,
      ...(layout.isShort
        ? {}
        : {
            title: {
              text: wrapped(finding, { ...lines, size: TITLE_SIZE, weight: 'semiBold' }),
              subtitle: wrapped(reading, lines),
              fontSize: TITLE_SIZE,
              subtitleFontSize: layout.textSize,
            },
          }),
      ...plotOf(groups, layout),
    },
  };
}

/** `Of 15 comparisons with Standard, 1 is ahead (Super on CIFAR-100) and 14 are open` */
function findingOf(groups: readonly ForestGroup[]): string {
  const findings = groups.flatMap(({ dataset, rows }) =>
    rows.map(({ finding }): PlacedFinding => ({ ...finding, dataset })),
  );
  return wordsOutcome(findings, 'comparison', ' with Standard');
}

function described({ dataset, unit, rows }: ForestGroup): string {
  const each = rows.map((row) =>
    [mechanismLabel(row.mechanism), row.text, row.intervalText, wordOf(row, WIDE)].filter(Boolean).join(' '),
  );
  return `${dataset}, in ${unit}: ${each.join('; ')}.`;
}

function wordOf({ finding }: ForestRow, { isShort }: ForestLayout): string {
  const missing = missingSeeds(finding);
  const word = finding.word ?? 'open';
  return word === 'open' && missing && !isShort ? `${word}, ${missingText(missing)}` : word;
}

/** `percentage points; Translation: points`: the units of the numbers. */
function unitsText(groups: readonly ForestGroup[]): string {
  const [commonest, ...others] = [...groupBy(groups, ({ unit }) => unit)].sort(
    ([, left], [, right]) => right.length - left.length,
  );
  const rest = others.map(([unit, own]) => `${listed(own.map(({ dataset }) => dataset))}: ${unit}`);
  return [commonest?.[0], ...rest].join('; ');
}

/** A mark's datum: what it is, and where. */
interface Datum {
  readonly kind: string;
  readonly y: number;
  readonly [field: string]: unknown;
}

/** Everything that is drawn, from the top down, and how high that is. */
function drawn(
  groups: readonly ForestGroup[],
  extent: Extent,
  layout: ForestLayout,
): { readonly values: readonly Datum[]; readonly height: number } {
  let y = LINE / 2;
  const values = groups.flatMap((group): Datum[] => {
    const head = headOf(group, y, extent, layout);
    y += LINE * (layout.isShort ? 2 : 1);
    const top = y - LINE / 2;
    const rows = group.rows.flatMap((row) => {
      const own = marksOf(row, group, { y, extent, layout });
      y += LINE;
      return own;
    });
    const within = group.gains.filter(({ value }) => value <= extent[1]);
    const gains = within.map(({ value }) => ({ kind: 'gain', y: top, to: y - LINE / 2, value }));
    y += GAP;
    return [...head, ...gains, ...rows];
  });
  return { values, height: y - GAP - LINE / 2 };
}

/** A data set's heading, with the names of the gains over their places. */
function headOf(
  { dataset, about, gains }: ForestGroup,
  y: number,
  extent: Extent,
  layout: ForestLayout,
): Datum[] {
  const { width, left, plot, textSize, isShort } = layout;
  const room = isShort ? width : width - left - plot - BESIDE;
  return [
    { kind: 'data set', y, text: cut(dataset, left + plot / 2, { textSize, weight: 'semiBold' }) },
    { kind: 'about', y: isShort ? y + LINE : y, text: cut(about, WIDER * room, { textSize }) },
    ...gainNames(gains, extent, layout).map((name) => ({ ...name, y })),
  ];
}

/** The names of gains: left of their line, of the last right of it, and at the plot’s end of those beyond. */
function gainNames(gains: ForestGroup['gains'], extent: Extent, { plot, textSize }: ForestLayout) {
  const [from, to] = extent;
  const within = gains.filter(({ value }) => value <= to);
  const beyond = gains.filter(({ value }) => value > to).map(({ share }) => percent(share));
  const isLast = (at: number) => at > 0 && at === within.length - 1;
  const names = within.map(({ share, value }, at) => ({
    kind: isLast(at) ? 'last gain' : 'gain name',
    value,
    text: percent(share),
  }));
  if (beyond.length === 0) return names;
  const text = `${beyond.join(', ')} →`;
  const last = names.at(-1);
  const place = (value: number) => (plot * (value - from)) / (to - from);
  const isFree =
    !last || place(last.value) < plot - WIDER * textWidth(text, { size: textSize, weight: 'regular' });
  return isFree
    ? [...names, { kind: 'gains beyond', text }]
    : [...names.slice(0, -1), { ...last, text: `${last.text}, ${text}` }];
}

/** Where a row stands. */
interface Place {
  readonly y: number;
  readonly extent: Extent;
  readonly layout: ForestLayout;
}

function marksOf(row: ForestRow, { dataset }: ForestGroup, { y, extent, layout }: Place): Datum[] {
  const [from, to] = extent;
  const mechanism = mechanismLabel(row.mechanism);
  const isWithin = (value: number) => value >= from && value <= to;
  const [low, high] = row.interval ?? [row.mean, row.mean];
  const reached = [low, high, ...row.seeds.map(({ value }) => value)];
  const word = wordOf(row, layout);
  const isDecided = row.finding.word !== undefined && row.finding.word !== 'open';
  const numbers = [row.text, ...(layout.isShort ? [] : [row.intervalText])].filter(Boolean).join(' ');
  const told = { mechanism, dataset, shown: `${row.text} ${row.intervalText}`.trim() };
  return [
    { kind: 'name', y, text: cut(mechanism, layout.left - BESIDE, layout) },
    { kind: 'numbers', y, text: numbers },
    { kind: isDecided ? 'decided' : 'open', y, text: word },
    ...(high >= from && low <= to
      ? [{ kind: 'interval', y, ...told, low: Math.max(low, from), high: Math.min(high, to) }]
      : []),
    ...row.seeds
      .filter(({ value }) => isWithin(value))
      .map(({ seed, value, text }) => ({ kind: 'seed', y, ...told, shown: text, seed, value })),
    ...(isWithin(row.mean) ? [{ kind: 'mean', y, ...told, value: row.mean }] : []),
    ...(Math.min(...reached) < from ? [{ kind: 'beyond left', y, mechanism, value: from }] : []),
    ...(Math.max(...reached) > to ? [{ kind: 'beyond right', y, mechanism, value: to }] : []),
  ];
}

/** A text cut to so many pixels, whatever font stands in for the bundled one. */
function cut(
  text: string,
  width: number,
  { textSize, weight = 'regular' }: { readonly textSize: number; readonly weight?: 'regular' | 'semiBold' },
): string {
  return wrapped(text, { width: width / WIDER, size: textSize, weight, most: 1 })[0] as string;
}

/** The ends of the axis: wide enough for the band and everything measured, up to a point. */
function extentOf(groups: readonly ForestGroup[]): Extent {
  const values = groups.flatMap(({ rows, gains }) => [
    ...rows.flatMap(({ mean, interval = [mean, mean], seeds }) => [
      ...interval,
      ...seeds.map(({ value }) => value),
    ]),
    ...gains.map(({ value }) => value).filter((value) => value <= REACH),
  ]);
  const [low, high] = paddedExtent([...values, -LEAST, LEAST]);
  return [Math.max(low, -MOST), Math.min(high, MOST)];
}

function plotOf(groups: readonly ForestGroup[], layout: ForestLayout) {
  const extent = extentOf(groups);
  const { values, height } = drawn(groups, extent, layout);
  const names = [...new Set(groups.flatMap(({ rows }) => rows.map(({ mechanism }) => mechanism)))];
  const { color, shape } = marks.byLook(mechanismScales(names));
  const axis = {
    title: 'Difference in margins of equivalence',
    grid: false,
    tickCount: layout.isShort ? 5 : 9,
    labelFontSize: layout.textSize,
    titleFontSize: layout.textSize,
  };
  const x = marks.quantity('value', { domain: [...extent], nice: false, zero: false }, axis);
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    scale: { domain: [0, height], range: [0, height], nice: false },
    axis: null,
  };
  const text = { field: 'text', type: 'nominal' as const };
  const type = <X, Mark>(kind: string, x: X, mark: Mark) => ({
    ...marks.only(kind),
    mark: {
      type: 'text' as const,
      align: 'left' as const,
      baseline: 'middle' as const,
      fontSize: layout.textSize,
      ...mark,
    },
    encoding: { x, y, text },
  });
  const say = <Mark>(kind: string, at: number, mark: Mark) => type(kind, { value: at }, mark);
  const upright = <Mark>(data: { readonly value: number; readonly to: number }, mark: Mark) => ({
    data: { values: [data] },
    mark,
    encoding: { x, x2: { field: 'to' }, y: { value: 0 }, y2: { value: height } },
  });
  const tooltip = ['mechanism', 'dataset', 'shown'].map((field, at) => ({
    field,
    type: 'nominal' as const,
    title: ['mechanism', 'data set', 'difference'][at] as string,
  }));
  const edge = { ...marks.SOLID, size: 50 };
  const end = layout.plot + BESIDE;
  const words = layout.plot + layout.words;
  return {
    data: { values },
    width: layout.plot,
    height,
    layer: [
      upright({ value: -1, to: 1 }, { type: 'rect' as const, color: GRID }),
      upright({ value: 0, to: 0 }, { type: 'rule' as const, color: MUTED }),
      {
        ...marks.only('gain'),
        mark: { type: 'rule' as const, color: INK, strokeDash: [2, 2] },
        encoding: { x, y, y2: { field: 'to' } },
      },
      marks.points(
        marks.only('seed'),
        { shape: 'stroke', angle: 90, size: 70, strokeWidth: 1, opacity: 0.6 },
        { x, y, color, tooltip: [...tooltip, { field: 'seed', type: 'nominal' as const }] },
      ),
      {
        ...marks.only('interval'),
        mark: { type: 'rule' as const, strokeWidth: 3 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color, tooltip },
      },
      marks.points(marks.only('mean'), { ...marks.SOLID, size: 70 }, { x, y, color, shape, tooltip }),
      marks.points(marks.only('beyond left'), { ...edge, shape: 'triangle-left' }, { x, y, color }),
      marks.points(marks.only('beyond right'), { ...edge, shape: 'triangle-right' }, { x, y, color }),
      type('gain name', x, { align: 'right' as const, dx: 1 }),
      type('last gain', x, { align: 'left' as const, dx: -1 }),
      layout.isShort
        ? say('gains beyond', end, {})
        : say('gains beyond', layout.plot, { align: 'right' as const }),
      say('data set', -layout.left, { fontWeight: 600 as const }),
      layout.isShort
        ? say('about', -layout.left, { color: MUTED })
        : say('about', layout.width - layout.left, { color: MUTED, align: 'right' as const }),
      say('name', -layout.left, {}),
      say('numbers', end, {}),
      say('open', words, { color: MUTED }),
      say('decided', words, { fontWeight: 600 as const }),
    ],
  };
}
