import { Tensor, tensor } from '@tensorflow/tfjs-core';
import { type RandomStream, randomStream } from '../packages/random/src/index.js';

/** Parameters of a layer or a model: tensors by name. */
type Parameters = { readonly [name: string]: Tensor | Parameters };

/** The tensors of a parameter tree with their paths, e.g. `query.kernel`. */
export function tensorsOf(parameters: Parameters, prefix = ''): [path: string, tensor: Tensor][] {
  return Object.entries(parameters).flatMap(([name, child]) =>
    child instanceof Tensor
      ? [[`${prefix}${name}`, child] as [string, Tensor]]
      : tensorsOf(child, `${prefix}${name}.`),
  );
}

/** A tree of the same form whose leaves are `change(tensor, path)`, in the order of {@link tensorsOf}. */
export function mapTensors<Tree>(
  parameters: Parameters,
  change: (tensor: Tensor, path: string) => unknown,
  prefix = '',
): Tree {
  const entries = Object.entries(parameters).map(([name, child]) => [
    name,
    child instanceof Tensor
      ? change(child, `${prefix}${name}`)
      : mapTensors(child, change, `${prefix}${name}.`),
  ]);
  return Object.fromEntries(entries);
}

/** Standard normal numbers times `scale`. */
export function normal(random: RandomStream, shape: number[], scale = 1): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal() * scale),
    shape,
  );
}

/** The same tree with random numbers in all tensors, biases included. */
export function randomised<Tree extends Parameters>(parameters: Tree, seed = 5): Tree {
  const random = randomStream(seed, 'parameters');
  return mapTensors(parameters, ({ shape }) => normal(random, shape, 0.6));
}
