import { ascending, groupBy } from '../collections/groups.js';
import { differenceUnit, type MetricColumn } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { capitalised, counted, mechanismLabel } from '../text/format.js';
import { headlineByHeads, seedsText } from '../training/heads.js';
import type { TrainingTable } from '../training/training-table.js';
import { mechanismScales, mechanismsOf, subtitleOf, type UntitledFigure } from './figure.js';
import { lastPoints, marginLabels, paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { seedsReading } from './reading.js';

const WIDTH = 206;
const LEAST_HEIGHT = 220;
const LABEL_HEIGHT = 18;
/** How far apart the mechanisms of one number of heads stand, in steps between numbers of heads. */
const APART = 0.09;

/**
 * The headline by the number of heads, of each mechanism over the seeds that all of its numbers of heads have. None where
 * all runs have the same number.
 */
export function headsFigure(table: TrainingTable): UntitledFigure | undefined {
  const metric = headlineOf(table.input);
  const summaries = headlineByHeads(table.input, table.summaries);
  const heads = ascending(summaries.map((summary) => summary.heads));
  if (heads.length < 2) return undefined;

  const shown = mechanismsOf(table).filter((name) => summaries.some(({ mechanism }) => mechanism === name));
  const positionOf = (summary: Summary) =>
    heads.indexOf(summary.heads) + APART * (shown.indexOf(summary.mechanism) - (shown.length - 1) / 2);
  const height = Math.max(LEAST_HEIGHT, LABEL_HEIGHT * shown.length);
  const extent = paddedExtent(summaries.flatMap(marks.numbersOf));
  const means = summaries.map((summary) => meanRow(summary, positionOf(summary)));
  const ends = lastPoints(means, (row) => row.heads);
  const values = [
    ...summaries.flatMap((summary) => seedRows(summary, positionOf(summary))),
    ...means,
    ...marginLabels(ends, extent, { height, gap: LABEL_HEIGHT }).map((label) => ({ ...label, kind: 'end' })),
  ];
  const { color, shape, strokeDash } = marks.byLook(mechanismScales(mechanismsOf(table), shown));
  const x = marks.quantity(
    'position',
    { domain: [-0.4, heads.length - 0.6], nice: false, zero: false },
    {
      title: 'Heads',
      values: heads.map((_, at) => at),
      labelExpr: `${JSON.stringify(heads.map(String))}[datum.value]`,
      grid: false,
    },
  );
  const y = marks.testMetric(metric, extent);
  const text = means.map(
    (row) => `${row.mechanism} with ${counted(row.heads, 'head')} ${row.value.toFixed(metric.digits)}`,
  );
  return {
    name: 'heads',
    caption: `Test ${metric.label} by the number of heads. Every mechanism is drawn over the seeds that all of its numbers of heads have (${seedsText(summaries)}). ${seedsReading(summaries)} Mechanisms stand side by side at each number of heads.`,
    alternative: `Test ${metric.label} by the number of heads: ${text.join('; ')}.`,
    what: `Test ${metric.label} by the number of heads`,
    finding: findingOf(summaries, metric),
    subtitle: [subtitleOf(table), `${capitalised(seedsText(summaries))}. ${seedsReading(summaries)}`],
    records: summaries.flatMap(({ files }) => files),
    spec: {
      data: { values },
      width: WIDTH,
      height,
      layer: [
        marks.lines(marks.only('mean'), { strokeWidth: 1.5 }, { x, y, color, strokeDash }),
        ...marks.seedsAndMeans(
          { x, y, color, shape },
          { seeds: { opacity: 0.4, size: 18 }, meanSize: 80 },
          { seed: marks.seedTooltip(metric), mean: [{ field: 'heads' }, ...marks.meanTooltip(metric)] },
        ),
        ...marks.ends(marks.only('end'), WIDTH, { y, color, strokeDash, shape }),
      ],
    },
  };
}

/** How far apart the means of one mechanism lie at most. */
function findingOf(summaries: readonly Summary[], metric: MetricColumn): string {
  const counts = ascending(summaries.map(({ heads }) => heads));
  const spans = [...groupBy(summaries, ({ mechanism }) => mechanism)].map(([mechanism, group]) => {
    const means = group.map(({ mean }) => mean);
    return { mechanism, span: Math.max(...means) - Math.min(...means) };
  });
  const { mechanism, span } = spans.reduce((most, one) => (one.span > most.span ? one : most));
  return `from ${counts[0]} to ${counted(counts.at(-1) as number, 'head')}, means move by ${span.toFixed(metric.digits)} ${differenceUnit(metric)} at most (${mechanismLabel(mechanism)})`;
}

function meanRow(summary: Summary, position: number) {
  const { mechanism, heads, mean } = summary;
  const row = { kind: 'mean', mechanism: mechanismLabel(mechanism), heads, position, value: mean };
  return { ...row, ...marks.barOf(summary) };
}

function seedRows({ mechanism, heads, seeds, values, files }: Summary, position: number) {
  return values.map((value, at) => ({
    kind: 'seed',
    mechanism: mechanismLabel(mechanism),
    heads,
    position,
    value,
    seed: seeds[at],
    record: files[at],
  }));
}
