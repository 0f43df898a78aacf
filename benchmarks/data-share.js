/**
 * What reading costs a training: the same steps once with batches that are made while they run, and once with one batch
 * over and over.
 */
import { VIT_OF_KERAS } from '../packages/experiment/dist/index.js';
import { imagePatches, vit } from '../packages/models/dist/index.js';
import { randomStream } from '../packages/random/dist/index.js';
import { adamW, classification, onnxEngine, train } from '../packages/training/dist/index.js';

const STEPS = 4;
const ROUNDS = 3;

/**
 * The share of a training step's wall time that reading takes, in the paper's ViT on images of a data set.
 *
 * @param dataset images of 72 × 72, with augmentation
 * @param examples its training part, at least STEPS batches
 */
export async function dataShare(dataset, examples, batchSize) {
  const size = dataset.fields.image.shape[0];
  const model = vit({
    ...VIT_OF_KERAS,
    imageSize: size,
    channels: dataset.fields.image.shape[2],
    classes: dataset.classes.length,
    mechanism: 'standard',
  });
  const random = randomStream(0);
  const engine = await onnxEngine();
  const trainer = await engine.prepare(
    {
      fields: dataset.fields,
      batchSize,
      optimiser: adamW({ weightDecay: 1e-4 }),
      init: model.init,
      loss: (parameters, { image, label, weight }, dropout) =>
        classification(
          model.apply(parameters, { patches: imagePatches(image, VIT_OF_KERAS.patchSize) }, { dropout })
            .logits,
          label,
          weight,
        ),
    },
    random.derive('parameters'),
  );

  const few = { size: STEPS * batchSize, batch: examples.batch };
  const first = await examples.batch([...Array(batchSize).keys()]);
  const nothing = { size: batchSize, batch: async () => first };
  const secondsOf = async (read) => {
    const { epochs } = await train(trainer, {
      train: read,
      validation: nothing,
      test: nothing,
      batchSize,
      epochs: 1,
      select: 'accuracy',
      random,
    });
    return epochs[0].trainSeconds / STEPS;
  };

  const made = [];
  const fixed = [];
  await secondsOf(few);
  for (let round = 0; round < ROUNDS; round++) {
    made.push(await secondsOf(few));
    fixed.push(await secondsOf({ ...few, batch: async () => first }));
  }
  const [withReading, without] = [Math.min(...made), Math.min(...fixed)];
  return {
    batch: batchSize,
    seconds_per_step: withReading,
    seconds_per_step_without_reading: without,
    share: (withReading - without) / withReading,
  };
}
