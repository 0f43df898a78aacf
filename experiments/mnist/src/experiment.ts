import { mnist } from '@better-attention/datasets';
import { defineExperiment, VIT_OF_KERAS, vit } from '@better-attention/experiment';
import { adamW } from '@better-attention/training';

const architecture = { ...VIT_OF_KERAS, patchSize: 4 };
const small = vit({ ...architecture, blocks: 4, headWidths: [256, 128], headDropout: 0.2 });

export default defineExperiment({
  name: 'mnist',
  title: 'Vision: MNIST',
  dataset: mnist(),
  model: vit(architecture),
  training: {
    optimiser: adamW({ learningRate: 1e-3, weightDecay: 1e-4 }),
    batchSize: 256,
    epochs: 100,
    select: 'accuracy',
  },
  columns: ['loss', 'accuracy', 'top5Accuracy'],
  headline: 'accuracy',
  equivalence: {
    margin: 0.1,
    because:
      'a tenth of the error of about 1 % that such a model reaches: near the ceiling a share of the accuracy would let the error double.',
  },
  mechanisms: ['standard', 'optimised', 'efficient', 'super'],
  baselines: ['linformer', 'performer', 'multi-query'],
  ablation: { heads: [1, 2, 4, 8] },
  seeds: 5,
  presets: {
    sample: {
      because: 'a first run in a minute',
      embeddedSample: true,
      model: vit({ ...architecture, blocks: 2, headWidths: [64], headDropout: 0.2 }),
      batchSize: 32,
      epochs: 2,
      seeds: 3,
      baselines: [],
      ablation: null,
    },
    cpu: {
      because: 'half an hour on two cores',
      limits: { train: 20_000 },
      model: small,
      equivalence: {
        margin: 0.25,
        because:
          'a tenth of the error of about 2.6 % that Standard has with this preset: near the ceiling a share of the accuracy would let the error double.',
      },
      batchSize: 64,
      epochs: 5,
      seeds: 3,
      baselines: [],
      ablation: null,
    },
    paper: { because: 'the paper’s settings where they are known, those of the Keras example elsewhere' },
  },
  deviations: [
    'The abstract names the data alone. Image size, patches of 4 (49 of them), model and optimiser are those of the Keras example “Image classification with Vision Transformer”, with heads of width 64 / 4 as the paper’s equations have them.',
    'Images are not augmented: a mirrored digit is another sign.',
    'The validation part is a stratified tenth of the training images, drawn anew for each seed.',
    'W^A of Super attention has no bias.',
  ],
});
