import { reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { DenseParameters } from '../math/dense.js';
import type { StandardParameters } from '../mechanisms/standard.js';
import {
  denseOf,
  type InteropOptions,
  type NamedWeights,
  requireWeights,
  type WeightShapes,
  withoutAbsent,
} from './named-weights.js';

const KERAS = 'Keras’ MultiHeadAttention';

/** Names and shapes in Keras, in alphabetical order, as safetensors files have them. */
function kerasShapes({ modelWidth: width, heads }: InteropOptions): WeightShapes {
  if (width % heads !== 0) {
    throw new Error(`${KERAS}: expected heads that divide the model width ${width}, got ${heads} heads`);
  }
  const headWidth = width / heads;
  const projection = (name: string): WeightShapes => ({
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
 * Standard attention with the weights of a `keras.layers.MultiHeadAttention`, with `Dh = D / H`:
 *
 *     query/kernel, key/kernel, value/kernel [D, H, Dh]   query/bias, key/bias, value/bias [H, Dh]
 *     attention_output/kernel [H, Dh, D]                  attention_output/bias [D]
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
