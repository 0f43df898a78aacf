import { compileRecording, type ResultOf } from './compile.js';
import { constantData, expandedData } from './graph/constants.js';
import type { NamedValue, Value } from './graph/graph.js';
import { record } from './recorder/record.js';
import { type DataType, type TensorData, tensorSpec, unflatten } from './tensors/tree.js';

/**
 * The tensors that a function without inputs returns, as arrays to read: one tensor can be one array at several places.
 * Numbers that the function brings along are taken as they are; ONNX Runtime computes the others, where there are any.
 *
 * @throws Error when `fn` does what `record` refuses
 */
export async function runOnce<Result>(fn: () => Result): Promise<ResultOf<Result>> {
  const { graph, outputs } = record(fn, {});
  const computed = await compute(graph.outputs.filter(({ value }) => constantData(value) === undefined));
  const arrays = graph.outputs.map(({ value }) => elementsOf(value) ?? (computed.shift() as TensorData));
  return unflatten<TensorData>(outputs, arrays) as ResultOf<Result>;
}

/** All elements of a constant. */
function elementsOf(value: Value): TensorData | undefined {
  const data = constantData(value);
  return data && (expandedData(data, value.shape, value.type) as TensorData);
}

async function compute(outputs: readonly NamedValue[]): Promise<TensorData[]> {
  if (outputs.length === 0) return [];
  const specs = outputs.map(({ value }) => tensorSpec(value.shape, value.type as DataType));
  const compiled = await compileRecording({ graph: { inputs: [], outputs }, inputs: {}, outputs: specs });
  const arrays = await compiled.run({});
  await compiled.dispose();
  return arrays as TensorData[];
}
