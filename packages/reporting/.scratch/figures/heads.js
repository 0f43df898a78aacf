import { counted } from '../format.js';
import { headlineOf, isBaseline, mechanismLabel, withUnit } from '../report-table.js';
import { metricId } from '../table/columns.js';
import {
  meanTooltip,
  mechanismScales,
  mechanismsOf,
  only,
  SCHEMA,
  seedTooltip,
  subtitleOf,
  usermeta,
} from './figure.js';
import { marginLabels, paddedExtent } from './layout.js';
import { CONFIG } from './theme.js';

const WIDTH = 300;
const HEIGHT = 220;
/** How far apart the mechanisms of one number of heads stand, in steps between numbers of heads. */
const APART = 0.09;
/** The headline by the number of heads. None where all runs have the same. */
export function headsFigure(input) {
  const { table, built } = input;
  const metric = headlineOf(table);
  const column = metricId('test', metric.metric);
  const summaries = built.summaries.filter(
    (summary) => summary.column === column && !isBaseline(table, summary.mechanism),
  );
  const heads = [...new Set(summaries.map((summary) => summary.heads))].sort((left, right) => left - right);
  if (heads.length < 2) return undefined;
  const mechanisms = mechanismsOf(built).filter((name) =>
    summaries.some(({ mechanism }) => mechanism === name),
  );
  const placed = summaries.map((summary) => ({
    summary,
    position:
      heads.indexOf(summary.heads) +
      APART * (mechanisms.indexOf(summary.mechanism) - (mechanisms.length - 1) / 2),
  }));
  const extent = paddedExtent(summaries.flatMap(({ values, interval }) => [...values, ...(interval ?? [])]));
  const means = placed.map(({ summary, position }) => meanRow(summary, position));
  const last = mechanisms.map((name) =>
    means
      .filter(({ mechanism }) => mechanism === mechanismLabel(name))
      .reduce((latest, next) => (next.heads > latest.heads ? next : latest)),
  );
  const values = [
    ...placed.flatMap(({ summary, position }) => seedRows(summary, position)),
    ...means,
    ...marginLabels(last, extent, HEIGHT).map((label) => ({ ...label, kind: 'end' })),
  ];
  const scales = mechanismScales(mechanisms);
  const color = { field: 'mechanism', type: 'nominal', scale: scales.colour, legend: null };
  const shape = { field: 'mechanism', type: 'nominal', scale: scales.shape, legend: null };
  const x = {
    field: 'position',
    type: 'quantitative',
    scale: { domain: [-0.4, heads.length - 0.6], nice: false, zero: false },
    axis: {
      title: 'Heads',
      values: heads.map((_, at) => at),
      labelExpr: `${JSON.stringify(heads.map(String))}[datum.value]`,
      grid: false,
    },
  };
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { domain: [...extent], zero: false, nice: false },
    axis: { title: `Test ${withUnit(metric)}`, tickCount: 5 },
  };
  const text = means.map(
    (row) => `${row.mechanism} with ${counted(row.heads, 'head')} ${row.value.toFixed(metric.digits)}`,
  );
  return {
    name: 'heads',
    caption: `Test ${metric.label} by the number of heads. Small points are seeds, large points means, bars their 95 % bootstrap intervals (from three seeds on); mechanisms stand side by side at each number of heads.`,
    alternative: `Test ${metric.label} by the number of heads: ${text.join('; ')}.`,
    spec: {
      $schema: SCHEMA,
      description: `Test ${metric.label} by the number of heads; ${table.title}, preset ${table.preset.name}`,
      usermeta: usermeta(
        input,
        summaries.flatMap(({ files }) => files),
      ),
      config: CONFIG,
      title: {
        text: table.title,
        subtitle: [
          subtitleOf(table),
          'Small points: seeds. Large points and bars: means and 95 % intervals.',
        ],
      },
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          transform: only('mean'),
          mark: { type: 'line', strokeWidth: 1.5 },
          encoding: {
            x,
            y,
            color,
            strokeDash: { field: 'mechanism', type: 'nominal', scale: scales.dash, legend: null },
          },
        },
        {
          transform: only('seed'),
          mark: { type: 'point', filled: true, opacity: 0.4, size: 18 },
          encoding: { x, y, color, shape, tooltip: seedTooltip(metric) },
        },
        {
          transform: only('mean'),
          mark: { type: 'rule', strokeWidth: 2.5, strokeCap: 'round' },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        {
          transform: only('mean'),
          mark: { type: 'point', filled: true, opacity: 1, size: 80 },
          encoding: { x, y, color, shape, tooltip: [{ field: 'heads' }, ...meanTooltip(metric)] },
        },
        {
          transform: only('end'),
          mark: { type: 'point', filled: true, opacity: 1, size: 60, xOffset: 10 },
          encoding: { x: { value: 'width' }, y, color, shape },
        },
        {
          transform: only('end'),
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: 18 },
          encoding: { x: { value: 'width' }, y, text: { field: 'mechanism' } },
        },
      ],
    },
  };
}
function meanRow({ mechanism, heads, mean, interval }, position) {
  const [low, high] = interval ?? [mean, mean];
  return { kind: 'mean', mechanism: mechanismLabel(mechanism), heads, position, value: mean, low, high };
}
function seedRows({ mechanism, heads, seeds, values, files }, position) {
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
