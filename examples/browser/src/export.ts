import { type TextClassifierParameters, textClassifier } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import {
  entries,
  optimise,
  record,
  tensorSpec,
  unflatten,
  writeModel,
} from '@better-attention/tfjs-onnx/recorder';
import { reshape, sigmoid, type Tensor, type Tensor2D, tensor } from '@tensorflow/tfjs-core';
import { CLASSIFIER } from './settings.js';

/** The numbers of a parameter with their shape. */
export interface ParameterArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * A trained classifier as an ONNX model: `input.tokens` `[1, L]` int32 → `output.probability` `[1]`, that the review is
 * positive. The parameters are constants of it.
 *
 * @param parameters by path, e.g. `embedding.token`
 */
export function exportClassifier(
  mechanism: string,
  parameters: Readonly<Record<string, ParameterArray>>,
): Uint8Array<ArrayBuffer> {
  const model = textClassifier({ ...CLASSIFIER, mechanism });
  const { graph } = record(
    ({ tokens }: { tokens: Tensor }) => {
      const structure = model.init(randomStream(0));
      const constants = entries<Tensor>(structure).map(([path]) => constant(parameters, path));
      const { logits } = model.apply(unflatten(structure, constants) as TextClassifierParameters, {
        tokens: tokens as Tensor2D,
      });
      return { probability: reshape(sigmoid(logits), [1]) };
    },
    { tokens: tensorSpec([1, CLASSIFIER.length], 'int32') },
  );
  return writeModel(optimise(graph)) as Uint8Array<ArrayBuffer>;
}

function constant(parameters: Readonly<Record<string, ParameterArray>>, path: string): Tensor {
  const array = parameters[path];
  if (array === undefined) {
    throw new Error(`export: '${path}' is missing; expected the parameters of the text classifier`);
  }
  return tensor(array.values, [...array.shape]);
}
