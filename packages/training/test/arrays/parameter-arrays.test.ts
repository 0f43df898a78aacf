import '../../../../testing/backend.js';

import { textClassifier, translator, vit } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import { leaves } from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mechanism as mechanismOf, mechanisms } from '../../../attention/src/index.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Parameters,
  parameterArrays,
  parametersFrom,
} from '../../src/index.js';

const sizes = { modelWidth: 4, heads: 1, hiddenWidth: 3, dropout: 0 };
const side = { vocabularySize: 7, length: 4 };
const image = { imageSize: 4, patchSize: 2, channels: 1, blocks: 2, headWidths: [3, 2], classes: 3 };
const models = {
  'text classifier': (mechanism: string) =>
    textClassifier({ ...sizes, ...side, headWidth: 2, classes: 2, mechanism }),
  vit: (mechanism: string) => vit({ ...sizes, ...image, attentionDropout: 0, headDropout: 0, mechanism }),
  translator: (mechanism: string) => translator({ ...sizes, source: side, target: side, mechanism }),
};
const names = [...mechanisms.keys()];
const cases = Object.entries(models).flatMap(([model, make]) =>
  names
    .filter((mechanism) => model !== 'translator' || mechanismOf(mechanism).supportsCausal)
    .map((mechanism) => ({ model, mechanism, make })),
);

const model = models.vit('super');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('parameters as a safetensors file', () => {
  it.each(cases)('are those of the $model with $mechanism attention again', async ({ make, mechanism }) => {
    const parameters = make(mechanism).init(randomStream(3)) as Parameters;
    const other = make(mechanism).init(randomStream(4)) as Parameters;
    const file = encodeSafetensors({ arrays: await parameterArrays(parameters), metadata: {} });
    const read = parametersFrom(decodeSafetensors(file, 'file').arrays, other, 'file');
    expect(JSON.stringify(shapesOf(read))).toBe(JSON.stringify(shapesOf(parameters)));
    const numbers = (tree: Parameters) => leaves<tf.Tensor>(tree).map((each) => [...each.dataSync()]);
    expect(numbers(read)).toEqual(numbers(parameters));
  });

  it('have flat names', async () => {
    const arrays = await parameterArrays(model.init(randomStream(1)));
    expect(Object.keys(arrays)).toEqual(
      expect.arrayContaining(['position', 'blocks.1.attention.alignment', 'head.0.kernel', 'logits.bias']),
    );
    expect(arrays['blocks.1.attention.alignment']?.shape).toEqual([4, 4]);
  });

  it('are refused in one line where they are not those of the model', async () => {
    const structure = model.init(randomStream(1));
    const arrays = await parameterArrays(structure);
    const { position, ...rest } = arrays;
    const message = (changed: typeof arrays) => {
      try {
        parametersFrom(changed, structure, 'vit.safetensors');
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing';
    };
    expect(message(rest)).toBe("vit.safetensors: 'position' is missing");
    expect(message({ ...arrays, 'head.2.bias': position as never })).toBe(
      "vit.safetensors: 'head.2.bias' is not part of this model",
    );
    expect(message({ ...arrays, position: { shape: [2, 8], values: new Float32Array(16) } })).toBe(
      "vit.safetensors: 'position' is of shape [2,8], in this model it is [4,4]",
    );
    expect(message({ ...arrays, position: { shape: [4, 4], values: new Int32Array(16) } })).toBe(
      "vit.safetensors: 'position' is a Int32Array, in this model it is float32",
    );
  });

  it('share no memory with the arrays', async () => {
    const arrays = await parameterArrays(model.init(randomStream(1)));
    const read = parametersFrom(arrays, model.init(randomStream(2)), 'file') as { position: tf.Tensor };
    arrays.position?.values.fill(7);
    expect(read.position.dataSync()).not.toContain(7);
  });
});

/** The names and shapes of a tree, nested as it is. */
function shapesOf(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(shapesOf);
  if (typeof tree === 'object' && tree !== null && Object.getPrototypeOf(tree) === Object.prototype) {
    return Object.entries(tree).map(([name, child]) => [name, shapesOf(child)]);
  }
  return (tree as tf.Tensor).shape;
}
