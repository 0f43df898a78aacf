import { concat, split, type Tensor1D, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import type { StandardParameters } from '../mechanisms/standard.js';
import {
  denseOf,
  type InteropOptions,
  type NamedWeights,
  requireWeights,
  type WeightShapes,
  withoutAbsent,
} from './named-weights.js';

const PYTORCH = 'PyTorch’s MultiheadAttention';

/** Names and shapes in PyTorch, in alphabetical order, as safetensors files have them. */
const pytorchShapes = ({ modelWidth: width }: InteropOptions): WeightShapes => ({
  in_proj_bias: [3 * width],
  in_proj_weight: [3 * width, width],
  'out_proj.bias': [width],
  'out_proj.weight': [width, width],
});

/**
 * Standard attention with the weights of a `torch.nn.MultiheadAttention`, whose linear maps are `x Wᵀ + b`:
 *
 *     in_proj_weight [3 D, D] = (W^Q, W^K, W^V)ᵀ   in_proj_bias [3 D] = (b^Q, b^K, b^V)
 *     out_proj.weight [D, D] = (W^O)ᵀ               out_proj.bias [D] = b^O
 *
 * Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html. Layers with `kdim`, `vdim`
 * or `add_bias_kv` have no counterpart.
 *
 * @param options those of the layer that gets the parameters
 * @throws Error naming the first weight that is unknown, missing or of another shape
 */
export function standardFromPyTorch(weights: NamedWeights, options: InteropOptions): StandardParameters {
  requireWeights(PYTORCH, weights, pytorchShapes(options), options);
  return tidy(() => {
    const kernels = split(weights.in_proj_weight as Tensor2D, 3);
    const biases = weights.in_proj_bias && split(weights.in_proj_bias as Tensor1D, 3);
    const projection = (at: number) => denseOf(transpose(kernels[at] as Tensor2D), biases?.[at]);
    return {
      query: projection(0),
      key: projection(1),
      value: projection(2),
      output: denseOf(transpose(weights['out_proj.weight'] as Tensor2D), weights['out_proj.bias']?.clone()),
    };
  });
}

/**
 * The weights of a `torch.nn.MultiheadAttention` that computes what the parameters do; the inverse of
 * {@link standardFromPyTorch}. The names are those of its `state_dict`, in alphabetical order.
 *
 * @throws Error when queries, keys or values aren't as wide as the model
 */
export function standardToPyTorch({ query, key, value, output }: StandardParameters): NamedWeights {
  const widths = [query, key, value].map(({ kernel }) => kernel.shape[1]);
  const [modelWidth] = query.kernel.shape;
  if (widths.some((width) => width !== modelWidth)) {
    throw new Error(
      `${PYTORCH}: expected queries, keys and values as wide as the model, ${modelWidth}, got ${widths.join(', ')}; ` +
        'a layer with a keyWidth has no counterpart',
    );
  }
  return tidy(() => {
    const projections = [query, key, value];
    const biases = projections.flatMap(({ bias }) => bias ?? []);
    return withoutAbsent({
      in_proj_bias: biases.length > 0 ? concat(biases) : undefined,
      in_proj_weight: concat(projections.map(({ kernel }) => transpose(kernel))),
      'out_proj.bias': output.bias?.clone(),
      'out_proj.weight': transpose(output.kernel),
    });
  });
}
