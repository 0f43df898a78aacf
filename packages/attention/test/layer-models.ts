import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { normal } from '../../../testing/parameters.js';
import { mechanisms } from '../src/index.js';
import type { AttentionLayer, AttentionLayerOptions } from '../src/layers.js';
import * as layers from '../src/layers.js';

/** What makes a layer of a mechanism. */
type Maker = (options: AttentionLayerOptions) => AttentionLayer;

/** What makes the layer of each mechanism, by the mechanism's name. */
export const makers: readonly (readonly [name: string, make: Maker])[] = [...mechanisms.keys()].map(
  (name) => {
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const make = (layers as unknown as Record<string, Maker | undefined>)[`${camel}Attention`];
    if (make === undefined) throw new Error(`'${name}' has no ${camel}Attention in src/layers.ts`);
    return [name, make];
  },
);

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
