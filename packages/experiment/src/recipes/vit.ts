import type { Field, ImageDataset } from '@better-attention/datasets';
import { imagePatches, patchShape, type VitParameters, vit as vitModel } from '@better-attention/models';
import { type BatchTensors, classification } from '@better-attention/training';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ModelRecipe } from '../define.js';
import { countedMatmulsPerHead } from '../sweep/measure/counting.js';

/** Settings of {@link vit}. */
export interface VitRecipe {
  /** Height and width of a patch, a divisor of the images' size. */
  patchSize: number;
  /** How many transformer blocks follow each other. */
  blocks: number;
  modelWidth: number;
  heads: number;
  /** Width of the feed-forward layers. */
  hiddenWidth: number;
  /** Widths of the layers between the last block and the logits. */
  headWidths: number[];
  /** Dropout after the feed-forward maps. */
  dropout: number;
  /** Dropout of attention weights. */
  attentionDropout: number;
  /** Dropout before and after the head's layers. */
  headDropout: number;
}

/** The sizes of the Keras example “Image classification with Vision Transformer”. */
export const VIT_OF_KERAS: VitRecipe = {
  patchSize: 6,
  blocks: 8,
  modelWidth: 64,
  heads: 4,
  hiddenWidth: 128,
  headWidths: [2048, 1024],
  dropout: 0.1,
  attentionDropout: 0.1,
  headDropout: 0.5,
};

/** The vision transformer of the models package; image size, channels and classes come from the data set. */
export function vit(settings: VitRecipe): ModelRecipe {
  const { patchSize, modelWidth } = settings;
  return {
    name: 'vit',
    heads: settings.heads,
    settings: { ...settings },
    build({ mechanism, heads, dataset }) {
      const { classes, fields, statistics } = dataset as ImageDataset;
      const { shape } = fields.image as Field;
      const [imageSize, , channels] = shape as [number, number, number];
      const image = { imageSize, patchSize, channels };
      const model = vitModel({ ...settings, ...image, heads, mechanism, classes: classes.length });
      const inputs = (batch: BatchTensors) => ({ patches: imagePatches(batch.image as Tensor4D, patchSize) });
      return {
        init: model.init,
        parameterCount: model.parameterCount,
        attentionParameterCount: model.attentionParameterCount,
        matmulsPerHead: countedMatmulsPerHead(mechanism, {
          modelWidth,
          heads,
          contextLength: patchShape(image).length,
        }),
        loss(parameters, batch, dropout) {
          const { logits } = model.apply(parameters as VitParameters, inputs(batch), { dropout });
          return classification(logits, batch.label as Tensor1D, batch.weight as Tensor1D, { top5: true });
        },
        inference: {
          inputs: { image: { shape, dtype: 'float32' } },
          apply: (parameters, batch) => ({
            logits: model.apply(parameters as VitParameters, inputs(batch)).logits,
          }),
          about: { labels: [...classes], mean: [...statistics.mean], deviation: [...statistics.deviation] },
        },
        attention: {
          layers: [`block ${settings.blocks}`],
          weights: (parameters, batch) =>
            model
              .apply(parameters as VitParameters, inputs(batch), { returnWeights: true })
              .weights?.slice(-1) ?? [],
          show(position, { image: values, label }, row) {
            const size = imageSize ** 2 * channels;
            const own = (values as Float32Array).subarray(row * size, (row + 1) * size);
            return {
              label: `test image ${position + 1}: ${classes[label?.[row] as number]}`,
              input: {
                kind: 'image',
                width: imageSize,
                height: imageSize,
                channels,
                pixels: Buffer.from(pixelsOf(own, statistics)).toString('base64'),
              },
            };
          },
        },
      };
    },
  };
}

/** The bytes of normalised pixels. */
function pixelsOf(values: Float32Array, { mean, deviation }: ImageDataset['statistics']): Uint8ClampedArray {
  const channels = mean.length;
  return Uint8ClampedArray.from(values, (value, at) => {
    const channel = at % channels;
    return value * (deviation[channel] as number) + (mean[channel] as number);
  });
}
