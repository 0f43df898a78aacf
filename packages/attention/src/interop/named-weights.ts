import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { AttentionOptions } from '../contract/attention.js';
import type { DenseParameters } from '../math/dense.js';

/** The weights of one attention layer of another library, by their names inside the layer there. */
export type NamedWeights = Readonly<Record<string, Tensor>>;

/** Of the options that the layer is made with, those that tell the shapes of its parameters. */
export type InteropOptions = Pick<AttentionOptions, 'modelWidth' | 'heads' | 'useBias'>;

/** The shape of each weight of a layer, biases included, by name. */
export type WeightShapes = Readonly<Record<string, readonly number[]>>;

/**
 * Checks the weights of a layer of the library `where`.
 * @throws Error naming the first weight that is unknown, missing or of another shape
 */
export function requireWeights(
  where: string,
  weights: NamedWeights,
  shapes: WeightShapes,
  { useBias = true }: InteropOptions,
): void {
  const names = Object.keys(shapes).filter((name) => useBias || !name.endsWith('bias'));
  const fail = (problem: string): never => {
    throw new Error(
      `${where}: ${problem}; expected ${names.join(', ')}${useBias ? '' : ' as useBias is false'}`,
    );
  };
  const unknown = Object.keys(weights).find((name) => !names.includes(name));
  if (unknown !== undefined) fail(`'${unknown}' is not one of its weights`);
  for (const name of names) {
    const weight = weights[name] ?? fail(`'${name}' is missing`);
    const expected = shapes[name] as readonly number[];
    if (weight.shape.join() !== expected.join()) {
      throw new Error(
        `${where}: expected '${name}' of shape [${expected.join(', ')}], got [${weight.shape.join(', ')}]`,
      );
    }
  }
}

/** The parameters of a linear map. */
export function denseOf(kernel: Tensor, bias: Tensor | undefined): DenseParameters {
  return { kernel: kernel as Tensor2D, ...(bias && { bias: bias as Tensor1D }) };
}

/** The weights that there are, by name. */
export function withoutAbsent(weights: Readonly<Record<string, Tensor | undefined>>): Record<string, Tensor> {
  const present = Object.entries(weights).filter(([, weight]) => weight !== undefined);
  return Object.fromEntries(present) as Record<string, Tensor>;
}
