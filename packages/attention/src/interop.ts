import {
  concat,
  reshape,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { AttentionOptions } from './attention.js';
import type { DenseParameters } from './dense.js';
import type { StandardParameters } from './standard.js';

/** The weights of one attention layer of another library, by their names inside the layer there. */
export type NamedWeights = Readonly<Record<string, Tensor>>;

/** Of the options that the layer is made with, those that tell the shapes of its parameters. */
export type InteropOptions = Pick<AttentionOptions, 'modelWidth' | 'heads' | 'useBias'>;

type Shapes = Readonly<Record<string, readonly number[]>>;

const PYTORCH = 'PyTorch’s MultiheadAttention';
const KERAS = 'Keras’ MultiHeadAttention';

/** Names and shapes in PyTorch, in alphabetical order, as safetensors files have them. */
const pytorchShapes = ({ modelWidth: width }: InteropOptions): Shapes => ({
  in_proj_bias: [3 * width],
  in_proj_weight: [3 * width, width],
  'out_proj.bias': [width],
  'out_proj.weight': [width, width],
});

/** Names and shapes in Keras, in alphabetical order, as safetensors files have them. */
function kerasShapes({ modelWidth: width, heads }: InteropOptions): Shapes {
  if (width % heads !== 0) {
    throw new Error(`${KERAS}: expected heads that divide the model width ${width}, got ${heads} heads`);
  }
  const headWidth = width / heads;
  const projection = (name: string): Shapes => ({
    [`${name}/bias`]: [heads, headWidth],
    [`${name}/kernel`]: [width, heads, headWidth],
  });
  return {
    'attention_output/bias': [width],
    'attention_output/kernel': [heads, headWidth, width],
    ...projection('key'),
    ...projection('query'),
    ...projection('value'),
  };
}

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
 */
export function standardToPyTorch({ query, key, value, output }: StandardParameters): NamedWeights {
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

/**
 * Standard attention with the weights of a `keras.layers.MultiHeadAttention`, with `K = D / H`:
 *
 *     query/kernel, key/kernel, value/kernel [D, H, K]   query/bias, key/bias, value/bias [H, K]
 *     attention_output/kernel [H, K, D]                  attention_output/bias [D]
 *
 * The names are the paths of `layer.weights` without the layer's own name. Source:
 * https://keras.io/api/layers/attention_layers/multi_head_attention/. Layers whose `key_dim` or `value_dim` isn't D / H,
 * or whose `output_shape` isn't D, have no counterpart.
 *
 * @param options those of the layer that gets the parameters
 * @throws Error naming the first weight that is unknown, missing or of another shape
 */
export function standardFromKeras(weights: NamedWeights, options: InteropOptions): StandardParameters {
  requireWeights(KERAS, weights, kerasShapes(options), options);
  const { modelWidth } = options;
  return tidy(() => {
    const projection = (name: string) => {
      const kernel = reshape(weights[`${name}/kernel`] as Tensor, [modelWidth, modelWidth]);
      const bias = weights[`${name}/bias`];
      return denseOf(kernel, bias && reshape(bias, [modelWidth]));
    };
    return {
      query: projection('query'),
      key: projection('key'),
      value: projection('value'),
      output: projection('attention_output'),
    };
  });
}

/**
 * The weights of a `keras.layers.MultiHeadAttention` that computes what the parameters do; the inverse of
 * {@link standardFromKeras}. The names are in alphabetical order.
 *
 * @throws Error when the heads don't divide the width of the parameters
 */
export function standardToKeras(
  parameters: StandardParameters,
  { heads }: Pick<InteropOptions, 'heads'>,
): NamedWeights {
  const shapes = kerasShapes({ modelWidth: parameters.query.kernel.shape[0], heads });
  const layers = { ...parameters, attention_output: parameters.output };
  return tidy(() =>
    withoutAbsent(
      Object.fromEntries(
        Object.entries(shapes).map(([name, shape]) => {
          const [layer, part] = name.split('/') as [keyof typeof layers, keyof DenseParameters];
          const tensor = layers[layer][part];
          return [name, tensor && reshape(tensor, [...shape])];
        }),
      ),
    ),
  );
}

function requireWeights(
  where: string,
  weights: NamedWeights,
  shapes: Shapes,
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

function denseOf(kernel: Tensor, bias: Tensor | undefined): DenseParameters {
  return { kernel: kernel as Tensor2D, ...(bias && { bias: bias as Tensor1D }) };
}

function withoutAbsent(weights: Readonly<Record<string, Tensor | undefined>>): Record<string, Tensor> {
  const present = Object.entries(weights).filter(([, weight]) => weight !== undefined);
  return Object.fromEntries(present) as Record<string, Tensor>;
}
