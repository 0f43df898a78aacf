import { constantData, splatElement } from '../graph/constants.js';
import { createValue, type Graph, producer, type Value } from '../graph/graph.js';
import { fusePattern, type Pattern } from './fuse-pattern.js';

interface LayerNormalisation extends Pattern {
  readonly x: Value;
  readonly scale: Value;
  readonly offset: Value;
  readonly epsilon: number;
}

/**
 * The graph with `(x − mean) / √(variance + epsilon) · scale + offset` over the last axis as one node where nothing else reads a
 * value in between: the layer normalisation of a model that isn't being trained.
 */
export function fuseLayerNormalisation(graph: Graph): Graph {
  return fusePattern(graph, layerNormalisationOf, ({ x, scale, offset, epsilon }, result) => {
    const attributes = { axis: -1, epsilon: { float: epsilon } };
    return createValue({ operator: 'LayerNormalization', attributes }, [x, scale, offset], result);
  });
}

function layerNormalisationOf(value: Value): LayerNormalisation | undefined {
  const [scaled, offset] = operands(value, 'Add');
  const [normalised, scale] = operands(scaled, 'Mul');
  const [centred, deviation] = operands(normalised, 'Mul');
  const [x, mean] = operands(centred, 'Sub');
  const [root] = operands(deviation, 'Reciprocal');
  const [shifted] = operands(root, 'Sqrt');
  const [variance, summand] = operands(shifted, 'Add');
  const [squares] = operands(variance, 'ReduceMean');
  const [factor, other] = operands(squares, 'Mul');
  const epsilon = splatElement(summand);
  if (x === undefined || scale === undefined || offset === undefined || epsilon === undefined)
    return undefined;
  const width = x.shape.at(-1) as number;
  const isRow = ({ shape }: Value) => shape.length === 1 && shape[0] === width;
  const isNormalised =
    isMeanOfLast(mean) &&
    producer(mean)?.inputs[0] === x &&
    isMeanOfLast(variance) &&
    factor === centred &&
    other === centred &&
    isRow(scale) &&
    isRow(offset);
  if (!isNormalised) return undefined;
  const single = [scaled, normalised, deviation, mean, root, shifted, variance, squares] as Value[];
  const between = [...single.map((each) => [each, 1] as const), [centred as Value, 3] as const];
  return { x, scale, offset, epsilon, between };
}

function operands(value: Value | undefined, operator: string): readonly (Value | undefined)[] {
  return producer(value, operator)?.inputs ?? [];
}

function isMeanOfLast(value: Value | undefined): boolean {
  const [x, axes] = operands(value, 'ReduceMean');
  const last = (x?.shape.length ?? 0) - 1;
  const [axis, ...others] = [...(constantData(axes) ?? [])].map(Number);
  return axis === last && others.length === 0 && value?.shape.at(-1) === 1 && value.shape.length === last + 1;
}
