import type { ImageDataset, ImageStatistics } from '@better-attention/datasets';
import { imagePatches, patchShape, type VitParameters, vit as vitModel } from '@better-attention/models';
import { classification, correctClasses, type Dropout } from '@better-attention/training';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { CountOptions, ModelRecipe } from '../definition/model.js';
import { at } from '../support/at.js';
import { countsOf } from './model-counts.js';

/** Settings of {@link vit}. */
export interface VitRecipe {
  /** Height and width of a patch, a divisor of the images' size. */
  readonly patchSize: number;
  /** How many transformer blocks follow each other. */
  readonly blocks: number;
  readonly modelWidth: number;
  readonly heads: number;
  /** Width of the feed-forward layers. */
  readonly hiddenWidth: number;
  /** Widths of the layers between the last block and the logits. */
  readonly headWidths: readonly number[];
  /** Dropout after the feed-forward maps. */
  readonly dropout: number;
  /** Dropout of attention weights. */
  readonly attentionDropout: number;
  /** Dropout before and after the head's layers. */
  readonly headDropout: number;
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

/** What a batch of images holds. */
type ImageTensors = { readonly image: Tensor4D; readonly label: Tensor1D; readonly weight: Tensor1D };
type ImageArrays = { readonly image: Float32Array; readonly label: Int32Array };

/** The vision transformer of the models package; image size, channels and classes come from the data set. */
export function vit(settings: VitRecipe): ModelRecipe<ImageDataset> {
  const { patchSize, modelWidth } = settings;
  const modelOf = ({ mechanism, heads, attentionOptions, outline }: CountOptions<ImageDataset>) => {
    const { classes, shape } = outline;
    const sizes = { imageSize: shape.height, patchSize, channels: shape.channels };
    const model = vitModel({ ...settings, ...sizes, heads, mechanism, attentionOptions, classes });
    const layer = { modelWidth, heads, contextLength: patchShape(sizes).length };
    return { model, counts: () => countsOf(model, mechanism, layer) };
  };
  return {
    name: 'vit',
    heads: settings.heads,
    settings: { ...settings, headWidths: [...settings.headWidths] },
    count: (options) => modelOf(options).counts(),
    build({ dataset, ...options }) {
      const { classes, shape, statistics } = dataset;
      const { height: imageSize, channels } = shape;
      const { model, counts } = modelOf({ ...options, outline: { classes: classes.length, shape } });
      const patchesOf = ({ image }: Pick<ImageTensors, 'image'>) => ({
        patches: imagePatches(image, patchSize),
      });
      return {
        ...counts(),
        init: model.init,
        loss(parameters: VitParameters, batch: ImageTensors, dropout: Dropout) {
          const { logits } = model.apply(parameters, patchesOf(batch), { dropout });
          return classification(logits, batch.label, batch.weight, { top5: true });
        },
        evaluate(parameters: VitParameters, batch: ImageTensors) {
          const { logits } = model.apply(parameters, patchesOf(batch));
          return {
            metrics: classification(logits, batch.label, batch.weight, { top5: true }),
            correct: correctClasses(logits, batch.label),
          };
        },
        inference: {
          inputs: { image: { shape: [imageSize, imageSize, channels], dtype: 'float32' } },
          apply: (parameters: VitParameters, batch: ImageTensors) => ({
            logits: model.apply(parameters, patchesOf(batch)).logits,
          }),
          about: { labels: [...classes], mean: [...statistics.mean], deviation: [...statistics.deviation] },
        },
        attention: {
          layers: [`block ${settings.blocks}`],
          weights: (parameters: VitParameters, batch: ImageTensors) =>
            model.apply(parameters, patchesOf(batch), { returnWeights: true }).weights?.slice(-1) ?? [],
          show(position: number, { image, label }: ImageArrays, row: number) {
            const size = imageSize ** 2 * channels;
            const pixels = pixelsOf(image.subarray(row * size, (row + 1) * size), statistics);
            return {
              label: `test image ${position + 1}: ${at(classes, at(label, row))}`,
              input: {
                kind: 'image',
                width: imageSize,
                height: imageSize,
                channels,
                pixels: Buffer.from(pixels).toString('base64'),
              },
            };
          },
        },
      };
    },
  };
}

/** The bytes of normalised pixels. */
function pixelsOf(values: Float32Array, { mean, deviation }: ImageStatistics): Uint8ClampedArray {
  const channels = mean.length;
  return Uint8ClampedArray.from(values, (value, index) => {
    const channel = index % channels;
    return value * at(deviation, channel) + at(mean, channel);
  });
}
