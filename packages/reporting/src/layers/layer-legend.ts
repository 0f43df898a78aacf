import { type LayerTableInput, leftOut } from '../input/tables.js';
import { counted } from '../text/format.js';
import { latenciesOf } from './measures.js';

/** What the table's marks mean, a sentence each. */
export function legendOf(table: LayerTableInput): string[] {
  if (table.kind === 'complexity') {
    return [
      'Counted from the operations that one layer’s forward pass records for one example: self-attention, no mask.',
      'Matrix products per head: a product over all heads at once, such as a projection, is one of each head.',
      'Linear maps are products with parameters; scores and sums are products of two computed matrices. A multiply-add is two FLOPs; softmax, biases and other additions aren’t counted.',
      'Bytes: parameters with their biases, and what the products of matrices make, at four bytes a number.',
      'In parentheses: the ratio to Standard at the same size.',
    ];
  }
  const threads = [...new Set(latenciesOf(table).map(({ engine }) => engine.threads))];
  return [
    `One forward pass of the attention layer alone (self-attention, no mask, with biases) in ONNX Runtime on ${threads.map((count) => counted(count, 'thread')).join(' and ')}; the contestants took turns, after each had been compared with TensorFlow.js’ result.`,
    `Mean ± standard deviation of the medians of ${counted(table.records.size, 'repetition')}.`,
    'In parentheses: the ratio to Standard at the same size, the geometric mean over repetitions.',
  ];
}

/** What a reader must know about the records of a table, a sentence each. */
export function remarksOf(table: LayerTableInput): string[] {
  if (table.records.size === 0) return leftOut(table);
  const machines = latenciesOf(table).map(({ machine, engine }) =>
    JSON.stringify([machine.processor, machine.cores, engine]),
  );
  return [
    ...leftOut(table),
    ...(table.remarks ?? []),
    ...(new Set(machines).size > 1
      ? ['The repetitions are of different machines or versions: their times don’t compare, ratios do.']
      : []),
    ...(table.mechanisms.includes('standard') ? [] : ['Standard was not measured: there are no ratios.']),
  ];
}
