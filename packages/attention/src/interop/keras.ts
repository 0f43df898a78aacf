import { reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { HeadWidthOptions } from '../contract/head-widths.js';
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

/** Of the options that the layer is made with, those that tell the shapes of its parameters in Keras. */
export type KerasOptions = InteropOptions & Pick<HeadWidthOptions, 'keyWidth' | 'valueWidth'>;

/** What tells the shapes of a layer's weights. */
type Widths = Required<Pick<KerasOptions, 'modelWidth' | 'heads' | 'keyWidth' | 'valueWidth'>>;

function widthsOf({ modelWidth, heads, keyWidth, valueWidth = keyWidth }: KerasOptions): Widths {
  const headWidth = modelWidth / heads;
  if (keyWidth === undefined && !Number.isInteger(headWidth)) {
    throw new Error(`${KERAS}: expected heads that divide the model width ${modelWidth}, got ${heads} heads`);
  }
  return { modelWidth, heads, keyWidth: keyWidth ?? headWidth, valueWidth: valueWidth ?? headWidth };
}

/** Names and shapes in Keras, in alphabetical order, as safetensors files have them. */
function kerasShapes({ modelWidth, heads, keyWidth, valueWidth }: Widths): WeightShapes {
  const projection = (name: string, width: number): WeightShapes => ({
    [`${name}/bias`]: [heads, width],
    [`${name}/kernel`]: [modelWidth, heads, width],
  });
  return {
    'attention_output/bias': [modelWidth],
    'attention_output/kernel': [heads, valueWidth, modelWidth],
    ...projection('key', keyWidth),
    ...projection('query', keyWidth),
    ...projection('value', valueWidth),
  };
}

/**
 * Standard attention with the weights of a `keras.layers.MultiHeadAttention`:
 *
 *     query/kernel, key/kernel [D, H, Dk]   query/bias, key/bias [H, Dk]
 *     value/kernel [D, H, Dv]               value/bias [H, Dv]
 *     attention_output/kernel [H, Dv, D]    attention_output/bias [D]
 *
 * Dk, the `key_dim` there, is the option `keyWidth`, and Dv, the `value_dim`, is `valueWidth`. The names are the paths of
 * `layer.weights` without the layer's own name. Source:
 * https://keras.io/api/layers/attention_layers/multi_head_attention/. Layers whose `output_shape` isn't D have no
 * counterpart.
 *
 * @param options those of the layer that gets the parameters
 * @throws Error naming the first weight that is unknown, missing or of another shape
 */
export function standardFromKeras(weights: NamedWeights, options: KerasOptions): StandardParameters {
  const widths = widthsOf(options);
  requireWeights(KERAS, weights, kerasShapes(widths), options);
  const { modelWidth, heads, keyWidth, valueWidth } = widths;
  return tidy(() => {
    const projection = (name: string, inputs: number, outputs: number) => {
      const kernel = reshape(weights[`${name}/kernel`] as Tensor, [inputs, outputs]);
      const bias = weights[`${name}/bias`];
      return denseOf(kernel, bias && reshape(bias, [outputs]));
    };
    return {
      query: projection('query', modelWidth, heads * keyWidth),
      key: projection('key', modelWidth, heads * keyWidth),
      value: projection('value', modelWidth, heads * valueWidth),
      output: projection('attention_output', heads * valueWidth, modelWidth),
    };
  });
}

/**
 * The weights of a `keras.layers.MultiHeadAttention` that computes what the parameters do; the inverse of
 * {@link standardFromKeras}. The names are in alphabetical order.
 *
 * @throws Error when the heads don't divide the widths of the parameters
 */
export function standardToKeras(
  parameters: StandardParameters,
  { heads }: Pick<InteropOptions, 'heads'>,
): NamedWeights {
  const [modelWidth, allKeys] = parameters.query.kernel.shape;
  const allValues = parameters.value.kernel.shape[1];
  const undivided = [allKeys, allValues].find((width) => width % heads !== 0);
  if (undivided !== undefined) {
    throw new Error(
      `${KERAS}: expected heads that divide the width of the parameters, ${undivided}, got ${heads} heads`,
    );
  }
  const shapes = kerasShapes({
    modelWidth,
    heads,
    keyWidth: allKeys / heads,
    valueWidth: allValues / heads,
  });
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
