/**
 * The models of the step benchmark at the sizes of their Keras examples: what is trained, how, and on which random
 * batch. `inputs` are the fields that a forward pass needs, `size` what a peer builds the same model from.
 */
import { textClassifier, translator, vit } from '../packages/models/dist/index.js';
import { tensorSpec } from '../packages/tfjs-onnx/dist/index.js';
import {
  adam,
  adamW,
  classification,
  rmsprop,
  tokenClassification,
} from '../packages/training/dist/index.js';

/** The values of these names. */
export function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** A random batch whose examples all count. */
export function randomBatch({ batch }, random, batchSize) {
  return { ...batch(random, batchSize), weight: new Float32Array(batchSize).fill(1) };
}

/** The shapes and types of what a forward pass of a batch needs. */
export function inputSignature({ fields, inputs }, batchSize) {
  const whole = ({ shape, dtype }) => ({ shape: [batchSize, ...shape], dtype });
  return Object.fromEntries(inputs.map((name) => [name, whole(fields[name])]));
}

/** What an engine prepares; without dropout, for comparisons of values. */
export function trainingProblem(
  { model, fields, inputs, measure, optimiser },
  { batchSize, withDropout = true },
) {
  return {
    fields,
    batchSize,
    optimiser,
    init: model.init,
    loss: (parameters, tensors, dropout) => {
      const run = withDropout ? { dropout } : {};
      const { logits } = model.apply(parameters, pick(tensors, inputs), run);
      return measure(logits, tensors.label, tensors.weight);
    },
  };
}

const integers = (random, count, from, to) =>
  Int32Array.from({ length: count }, () => from + random.integer(to - from));

/** Builders by the model's name; each takes a mechanism's name. */
export const problems = {
  'text-classifier': (mechanism) => {
    const [vocabularySize, length] = [20_000, 32];
    const size = { modelWidth: 32, heads: 4, hiddenWidth: 32, headWidth: 6, classes: 2, dropout: 0.1 };
    return {
      size: { ...size, epsilon: 1e-6 },
      batchSize: 64,
      steps: 400,
      model: textClassifier({ vocabularySize, length, ...size, mechanism }),
      inputs: ['tokens'],
      fields: { tokens: tensorSpec([length], 'int32'), label: tensorSpec([], 'int32') },
      optimiser: adam(),
      measure: classification,
      batch: (random, count) => ({
        tokens: integers(random, count * length, 0, vocabularySize),
        label: integers(random, count, 0, 2),
      }),
    };
  },

  vit: (mechanism) => {
    const [imageSize, patchSize, channels, classes] = [72, 6, 3, 100];
    const length = (imageSize / patchSize) ** 2;
    const patchValues = patchSize ** 2 * channels;
    const size = { blocks: 8, modelWidth: 64, heads: 4, hiddenWidth: 128, headWidths: [2048, 1024] };
    const rates = { dropout: 0.1, attentionDropout: 0.1, headDropout: 0.5 };
    return {
      size: { ...size, ...rates, epsilon: 1e-6 },
      batchSize: 32,
      steps: 15,
      model: vit({ imageSize, patchSize, channels, classes, ...size, ...rates, mechanism }),
      inputs: ['patches'],
      fields: { patches: tensorSpec([length, patchValues]), label: tensorSpec([], 'int32') },
      optimiser: adamW({ weightDecay: 1e-4 }),
      measure: classification,
      batch: (random, count) => ({
        patches: Float32Array.from({ length: count * length * patchValues }, () => random.uniform()),
        label: integers(random, count, 0, classes),
      }),
    };
  },

  translator: (mechanism) => {
    const side = { vocabularySize: 15_000, length: 20 };
    const size = { modelWidth: 256, heads: 8, hiddenWidth: 2048, dropout: 0.5 };
    const tokens = tensorSpec([side.length], 'int32');
    const words = (random, count) => integers(random, count * side.length, 1, side.vocabularySize);
    return {
      size: { ...size, epsilon: 1e-3 },
      batchSize: 64,
      steps: 15,
      model: translator({ source: side, target: side, ...size, mechanism }),
      inputs: ['source', 'target'],
      fields: { source: tokens, target: tokens, label: tokens },
      optimiser: rmsprop(),
      measure: tokenClassification,
      batch: (random, count) => ({
        source: words(random, count),
        target: words(random, count),
        label: words(random, count),
      }),
    };
  },
};
