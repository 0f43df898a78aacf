import { counted, grouped, significant } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { standardDeviation } from '../statistics/describe.js';
import { type Cell, type Column, type Row, type TableModel, textCell } from '../table/model.js';
import { type Measure, meanOf, measuresOf, type Quantities, type Quantity, ratioOf } from './quantities.js';
import { AXES, type Axis, fixedText, type LayerSize, type ReportSweep, sizesAlong } from './report-sweep.js';

const plain = { group: '', unit: '', digits: undefined, annotation: 'nothing', exact: true } as const;

const SIZES: readonly Column[] = [
  { ...plain, id: 'mechanism', kind: 'label', label: 'Mechanism' },
  { ...plain, id: 'contextLength', kind: 'count', label: 'ℓ' },
  { ...plain, id: 'modelWidth', kind: 'count', label: 'd_m' },
  { ...plain, id: 'heads', kind: 'label', label: 'h' },
];

/** A table for each axis that is varied: every mechanism at each of its sizes. */
export function tablesOf(sweep: ReportSweep, quantities: Quantities): TableModel[] {
  const measures = measuresOf(sweep);
  return AXES.filter(({ axis }) => sweep.axes[axis].length > 1).map(({ axis, file, symbol, label }) => ({
    name: `${sweep.name}-${file}`,
    title: `${sweep.title} by ${label} (${fixedText(sweep.base, axis)})`,
    preset: sweep.preset.name,
    columns: [...SIZES, ...measures.map(columnOf)],
    rows: sizesAlong(sweep, axis).flatMap((size) =>
      sweep.mechanisms.map((mechanism) =>
        rowOf(quantities, measures, { mechanism, size, heading: `${symbol} = ${size[axis]}` }),
      ),
    ),
    legend: legendOf(sweep),
    remarks: remarksOf(sweep),
  }));
}

function columnOf({ id, group, label, unit, exact, ratio }: Measure): Column {
  return {
    id,
    kind: 'measure',
    group,
    label,
    unit,
    digits: undefined,
    annotation: ratio ? 'ratio' : 'nothing',
    exact,
  };
}

interface RowKey {
  mechanism: string;
  size: LayerSize;
  heading: string;
}

function rowOf(
  quantities: Quantities,
  measures: readonly Measure[],
  { mechanism, size, heading }: RowKey,
): Row {
  const sizes = (['contextLength', 'modelWidth', 'heads'] as const).map((axis: Axis) =>
    textCell(grouped(size[axis]), { value: size[axis] }),
  );
  return {
    id: `${mechanism}-l${size.contextLength}-d${size.modelWidth}-h${size.heads}`,
    kind: 'measured',
    block: 'main',
    heading,
    mechanism,
    heads: size.heads,
    cells: [
      textCell(mechanismLabel(mechanism)),
      ...sizes,
      ...measures.map((measure) => {
        const [own, standard] = [mechanism, 'standard'].map((name) => quantities(measure.id, name, size));
        return own ? cellOf(measure, own, measure.ratio ? standard : undefined) : textCell('');
      }),
    ],
  };
}

function cellOf({ exact }: Measure, own: Quantity, standard: Quantity | undefined): Cell {
  const values = [...own.values.values()];
  const value = meanOf(own);
  const deviation = standardDeviation(values);
  const relative = standard && ratioOf(own, standard);
  const [low, high] = relative?.interval ?? [];
  return textCell(exact && Number.isInteger(value) ? grouped(value) : significant(value), {
    spread: exact || deviation === undefined ? '' : `± ${significant(deviation)}`,
    annotation: relative ? `${relative.ratio.toFixed(2)}×` : '',
    title: low === undefined ? '' : `95 % interval of the ratio ${low.toFixed(3)} to ${high?.toFixed(3)}`,
    value,
    summary: exact ? undefined : summaryOf(own, { value, values, deviation }),
    relative: relative?.ratio,
    runs: own.files,
  });
}

function summaryOf(
  { mechanism, heads, measure, values: byRepetition, files }: Quantity,
  { value, values, deviation }: { value: number; values: number[]; deviation: number | undefined },
) {
  return {
    mechanism,
    heads,
    column: measure,
    mean: value,
    standardDeviation: deviation,
    seeds: [...byRepetition.keys()],
    values,
    files,
    rank: 1,
    interval: undefined,
  };
}

function legendOf({ kind, records }: ReportSweep): string[] {
  if (kind === 'complexity') {
    return [
      'Counted from the operations that one layer’s forward pass records for one example: self-attention, no mask.',
      'Matrix products per head: a product over all heads at once, such as a projection, is one of each head.',
      'Linear maps are products with parameters; scores and sums are products of two computed matrices. A multiply-add is two FLOPs; softmax, biases and other additions aren’t counted.',
      'Bytes: parameters with their biases, and what the products of matrices make, at four bytes a number.',
      'In parentheses: the ratio to Standard at the same size.',
    ];
  }
  const latencies = [...records.values()].flatMap((record) => (record.kind === 'latency' ? [record] : []));
  const threads = [...new Set(latencies.map(({ engine }) => engine.threads))];
  return [
    `One forward pass of the attention layer alone (self-attention, no mask, with biases) in ONNX Runtime on ${threads.map((count) => counted(count, 'thread')).join(' and ')}; the contestants took turns, after each had been compared with TensorFlow.js’ result.`,
    `Mean ± standard deviation of the medians of ${counted(records.size, 'repetition')}.`,
    'In parentheses: the ratio to Standard at the same size, the geometric mean over repetitions.',
  ];
}

function remarksOf({ records, mechanisms, unusable = new Map(), remarks = [] }: ReportSweep): string[] {
  const leftOut = [...unusable].map(([file, reason]) => `${file} is left out: ${reason}`);
  if (records.size === 0) return ['Nothing is recorded yet.', ...leftOut];
  const all = [...records.values()];
  const machines = new Set(
    all.flatMap((record) =>
      record.kind === 'latency'
        ? [JSON.stringify([record.machine.processor, record.machine.cores, record.engine])]
        : [],
    ),
  );
  return [
    ...leftOut,
    ...remarks,
    ...(machines.size > 1
      ? ['The repetitions are of different machines or versions: their times don’t compare, ratios do.']
      : []),
    ...(mechanisms.includes('standard') ? [] : ['Standard was not measured: there are no ratios.']),
  ];
}
