import { mechanism, type NamedOptions } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import type { ComplexityMeasurement } from '@better-attention/records';
import {
  leaves,
  type Node,
  type Recording,
  record,
  sortedNodes,
  type TensorSpec,
  tensorSpec,
  type Value,
} from '@better-attention/tfjs-onnx/recorder';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerSize } from './layer-size.js';

/** A layer's options with the length that is counted at: Lq = Lk = `contextLength`, self-attention without a mask. */
export type CountedOptions = NamedOptions & { readonly contextLength: number };

/** What one attention layer holds and computes for one example, counted from its recorded graph. */
export interface LayerCounts {
  /** Numbers that its parameters hold. */
  readonly parameters: number;
  /** Products of matrices that work on one head; a product over all heads at once, such as a projection, is one of each. */
  readonly matmulsPerHead: number;
  /** Multiply-adds of products with a parameter: linear maps of what is attended to. */
  readonly linearMultiplyAdds: number;
  /** Multiply-adds of products of two computed matrices: scores and weighted sums. */
  readonly attentionMultiplyAdds: number;
  /** Numbers that the products of matrices produce. */
  readonly productElements: number;
}

/** Operators that contract an axis; only the first two are counted. */
export const CONTRACTIONS = ['MatMul', 'FusedMatMul', 'Einsum', 'Gemm', 'Conv', 'ConvTranspose'];

/**
 * Counts a mechanism's layer from the operations that its forward pass records for one example.
 *
 * A mechanism computes all heads in one product; one that loops over them would show more products per head.
 *
 * @param name a mechanism of the registry
 * @throws Error when the recorded parameters are not as many as the mechanism states, or a product isn't one of two matrices
 */
export function countLayer(name: string, options: CountedOptions): LayerCounts {
  const { recording, parameterSpecs, stated } = recordLayer(name, options);
  const parameters = leaves<TensorSpec>(parameterSpecs).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (parameters !== stated) {
    throw new Error(`count of ${name} attention: it states ${stated} parameters and makes ${parameters}`);
  }
  const products = sortedNodes(recording.graph).filter(({ operator }) => CONTRACTIONS.includes(operator));
  const computed = computedValues(recording);
  const isLinear = ({ inputs }: Node) => inputs.some((input) => input !== undefined && !computed.has(input));
  const total = (nodes: readonly Node[], count: (node: Node) => number) =>
    nodes.reduce((sum, node) => sum + count(node), 0);
  return {
    parameters,
    matmulsPerHead: products.length,
    linearMultiplyAdds: total(products.filter(isLinear), multiplyAdds),
    attentionMultiplyAdds: total(
      products.filter((node) => !isLinear(node)),
      multiplyAdds,
    ),
    productElements: total(products, ({ outputs: [output] }) => sizeOf((output as Value).shape)),
  };
}

/** The counts of the mechanisms' layers of one size. */
export function countLayers(mechanisms: readonly string[], size: LayerSize): ComplexityMeasurement[] {
  return mechanisms.map((name) => ({
    mechanism: name,
    ...size,
    ...countLayer(name, { ...size, useBias: false }),
    parametersWithBiases: mechanism(name)(size).parameterCount,
  }));
}

/** Records `apply` on one example `[1, L, D]` that is query, key and value; the parameters are inputs of the graph. */
function recordLayer(name: string, options: CountedOptions) {
  const layer = mechanism(name)(options);
  const parameterSpecs = record(() => layer.init(randomStream(0)), {}).outputs;
  type Inputs = { readonly parameters: Parameters<typeof layer.apply>[0]; readonly x: Tensor };
  const recording = record(
    (tensors) => {
      const { parameters, x } = tensors as unknown as Inputs;
      return layer.apply(parameters, { query: x, key: x, value: x }).output;
    },
    { parameters: parameterSpecs, x: tensorSpec([1, options.contextLength, options.modelWidth]) },
  );
  return { recording, parameterSpecs, stated: layer.parameterCount };
}

/** The values that depend on what is attended to, rather than on parameters and constants alone. */
function computedValues({ graph }: Recording): Set<Value> {
  const computed = new Set(graph.inputs.flatMap(({ name, value }) => (name === 'input.x' ? [value] : [])));
  for (const { inputs, outputs } of sortedNodes(graph)) {
    if (inputs.some((input) => input !== undefined && computed.has(input))) {
      for (const output of outputs) computed.add(output);
    }
  }
  return computed;
}

/** `[…, M, N] × […, N, P]` takes M · N · P of them, times the other axes. */
function multiplyAdds({ operator, attributes, inputs: [a], outputs: [output] }: Node): number {
  if (operator !== 'MatMul' && operator !== 'FusedMatMul') {
    throw new Error(`count: ${operator} isn't a product of two matrices; write the mechanism with matMul`);
  }
  const inner = (a as Value).shape.at(attributes.transA === 1 ? -2 : -1) as number;
  return sizeOf((output as Value).shape) * inner;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
