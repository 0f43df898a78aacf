import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { normal } from '../../../testing/parameters.js';
import type { AttentionLayer } from '../src/layers.js';

/** Standard normal numbers of a seed. */
export function input(shape: number[], seed = 1): tf.Tensor {
  return normal(randomStream(seed), shape);
}

/** A model of a layer alone, with inputs of these shapes, examples left out. */
export function modelOf(layer: AttentionLayer, ...shapes: (number | null)[][]): tfl.LayersModel {
  const inputs = shapes.map((shape) => tfl.input({ shape }));
  return tfl.model({ inputs, outputs: layer.apply(inputs) as tfl.SymbolicTensor });
}

/** A model as it comes back from what `save` writes. */
export async function reloaded(model: tfl.LayersModel): Promise<tfl.LayersModel> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const modelTopology = JSON.parse(JSON.stringify(saved.modelTopology));
  return tfl.loadLayersModel(tf.io.fromMemory({ ...saved, modelTopology }));
}
