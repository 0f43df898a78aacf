import { mean, pairedDifferences } from '@better-attention/statistics';
import { headlineText } from '../claims/headline-findings.js';
import { betterSign, differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { bySeed, type Summary } from '../table/table-model.js';
import { counted, mechanismLabel, signed } from '../text/format.js';
import { comparedDifferences } from '../training/compared-seeds.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import { mechanismScales, mechanismsOf, subtitleOf, type UntitledFigure } from './figure.js';
import { paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { type Place, rowAxis, smallMultiples } from './multiples.js';
import { INK, MUTED } from './theme.js';

/** Where Standard and the mechanism stand across a plot. */
const SIDES = { standard: 0, mechanism: 1 } as const;
/** How far the plot goes on beyond either side. */
const MARGIN = 0.15;

/**
 * Every mechanism's headline beside Standard's, seed by seed: a plot a mechanism, in it a line for each seed that both
 * have, from Standard on the left to the mechanism on the right, and the line of their means. None without such seeds.
 */
export function slopeFigure(table: TrainingTable, findings: readonly Finding[]): UntitledFigure | undefined {
  const { input } = table;
  const differences = inOrder(table);
  if (differences.length === 0) return undefined;
  const metric = headlineOf(input);
  const sign = betterSign(metric);
  const values = differences.flatMap((difference) => [
    ...seedRows(difference, sign),
    ...(difference.seeds.length > 1 ? meanRows(difference) : []),
  ]);
  const extent = paddedExtent(values.map(({ value }) => value));
  const { colour } = mechanismScales(mechanismsOf(table));
  const x = marks.quantity(
    'side',
    { domain: [SIDES.standard - MARGIN, SIDES.mechanism + MARGIN], nice: false, zero: false },
    null,
  );
  const color = { field: 'mechanism', type: 'nominal' as const, scale: colour, legend: null };
  const detail = { field: 'seed', type: 'nominal' as const };
  const tooltip = [{ field: 'of', type: 'nominal' as const }, ...marks.seedTooltip(metric).slice(1)];
  const layers = (name: string, place: Place) => {
    const y = { ...marks.testMetric(metric, extent), axis: rowAxis(place, marks.testTitle(metric)) };
    const own = (kind: string, equal?: boolean) => ({
      transform: [
        { filter: { field: 'mechanism', equal: name } },
        { filter: { field: 'kind', equal: kind } },
        ...(equal === undefined ? [] : [{ filter: { field: 'better', equal } }]),
      ],
    });
    return [
      marks.lines(
        own('seed', false),
        { stroke: MUTED, strokeWidth: 1.25, strokeDash: [4, 3] },
        { x, y, detail },
      ),
      marks.lines(own('seed', true), { strokeWidth: 1.75 }, { x, y, color, detail }),
      marks.points(own('seed', false), { ...marks.SOLID, size: 22, color: MUTED }, { x, y, tooltip }),
      marks.points(own('seed', true), { ...marks.SOLID, size: 22 }, { x, y, color, tooltip }),
      marks.lines(own('mean'), { stroke: INK, strokeWidth: 3.5 }, { x, y }),
    ];
  };
  const reading = [
    'A line a seed, from Standard on the left to the mechanism on the right: in colour where the mechanism is better, dashed where not.',
    ...(differences.some(({ seeds }) => seeds.length > 1) ? ['Black: their means.'] : []),
  ].join(' ');
  return {
    name: 'slope',
    caption: `Test ${metric.label} of each mechanism beside Standard’s, seed by seed. ${reading} ${differences.map((one) => noteOf(one, sign)).join('; ')}.`,
    alternative: `Test ${metric.label} seed by seed: ${differences.map((one) => described(one, table)).join('; ')}.`,
    what: `Test ${metric.label} of the same seeds with Standard and with each mechanism`,
    finding: headlineText(findings),
    subtitle: [subtitleOf(table, input.heads), reading],
    records: differences.flatMap(({ files }) => files),
    spec: {
      data: { values },
      ...smallMultiples(
        differences.map((difference) => {
          const title = mechanismLabel(difference.mechanism.mechanism);
          return {
            title,
            notes: [
              signed(meanOf(difference), metric.digits),
              betterText(difference, sign),
              ...wordOf(difference, findings),
            ],
            layers: (place: Place) => layers(title, place),
          };
        }),
        { below: 0 },
      ),
    },
  };
}

/** The differences in the order of every other figure; no baseline’s, whose scale would be another. */
function inOrder(table: TrainingTable): Difference[] {
  const compared = comparedDifferences(table);
  return mechanismsOf(table).flatMap((name) =>
    compared.filter(({ mechanism }) => mechanism.mechanism === name),
  );
}

/** What is shown of a mechanism. */
function wordOf({ mechanism }: Difference, findings: readonly Finding[]): string[] {
  return findings.flatMap(({ mechanism: name, word }) =>
    name === mechanism.mechanism && word !== undefined ? [word] : [],
  );
}

function changesOf({ mechanism, standard }: Difference): number[] {
  return pairedDifferences(bySeed(mechanism), bySeed(standard));
}

function meanOf(difference: Difference): number {
  return mean(changesOf(difference));
}

function seedRows({ mechanism, standard, seeds }: Difference, sign: 1 | -1) {
  return seeds.flatMap((seed, at) => {
    const better = sign * ((mechanism.values[at] as number) - (standard.values[at] as number)) > 0;
    return [standard, mechanism].map((summary) => ({
      kind: 'seed',
      better,
      seed,
      ...rowOf(summary, mechanism, summary.values[at] as number),
      record: summary.files[at],
    }));
  });
}

function meanRows({ mechanism, standard }: Difference) {
  return [standard, mechanism].map((summary) => ({
    kind: 'mean',
    ...rowOf(summary, mechanism, summary.mean),
  }));
}

function rowOf(summary: Summary, mechanism: Summary, value: number) {
  return {
    mechanism: mechanismLabel(mechanism.mechanism),
    of: mechanismLabel(summary.mechanism),
    side: summary === mechanism ? SIDES.mechanism : SIDES.standard,
    value,
  };
}

/** `2 of 3 better`: how many seeds gain. */
function betterText(difference: Difference, sign: 1 | -1): string {
  const changes = changesOf(difference);
  return `${changes.filter((change) => sign * change > 0).length} of ${changes.length} better`;
}

function noteOf(difference: Difference, sign: 1 | -1): string {
  return `${mechanismLabel(difference.mechanism.mechanism)}: ${betterText(difference, sign)}`;
}

function described(difference: Difference, { input }: TrainingTable): string {
  const metric = headlineOf(input);
  const change = `${signed(meanOf(difference), metric.digits)} ${differenceUnit(metric)}`;
  return `${mechanismLabel(difference.mechanism.mechanism)} ${change} over ${counted(difference.seeds.length, 'seed')}, ${betterText(difference, betterSign(metric))}`;
}
