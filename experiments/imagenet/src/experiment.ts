import { imagenet } from '@better-attention/datasets';
import { defineExperiment, VIT_OF_KERAS, vit } from '@better-attention/experiment';
import { adamW } from '@better-attention/training';

const AUGMENTATION = { flip: true, rotation: 0.02, zoom: 0.2 };
const reduced = {
  dataset: imagenet({ size: 48, augmentation: AUGMENTATION }),
  model: vit({ ...VIT_OF_KERAS, blocks: 4, headWidths: [512, 256], headDropout: 0.2 }),
  batchSize: 32,
  epochs: 10,
  seeds: 3,
  baselines: [],
  ablation: null,
};

export default defineExperiment({
  name: 'imagenet',
  title: 'Vision: ImageNet',
  dataset: imagenet({ size: 72, augmentation: AUGMENTATION }),
  model: vit(VIT_OF_KERAS),
  training: {
    optimiser: adamW({ learningRate: 1e-3, weightDecay: 1e-4 }),
    batchSize: 256,
    epochs: 100,
    select: 'accuracy',
  },
  columns: ['loss', 'accuracy', 'top5Accuracy'],
  headline: 'accuracy',
  equivalence: {
    margin: 1,
    because:
      'a point, which is less than a twentieth of the 30 points and more that Standard gains over chance, 10 % of Imagenette’s 10 classes.',
  },
  mechanisms: ['standard', 'optimised', 'efficient', 'super'],
  baselines: ['linformer', 'performer', 'multi-query'],
  ablation: { heads: [1, 2, 4, 8] },
  seeds: 5,
  presets: {
    sample: {
      because: 'a first run in a minute',
      embeddedSample: true,
      dataset: imagenet({ size: 48, augmentation: AUGMENTATION }),
      model: vit({ ...VIT_OF_KERAS, patchSize: 8, blocks: 2, headWidths: [64], headDropout: 0.2 }),
      batchSize: 16,
      epochs: 4,
      seeds: 3,
      baselines: [],
      ablation: null,
    },
    cpu: {
      ...reduced,
      because: 'ten minutes on two cores, from scratch, on Imagenette’s classes as they are at hand',
    },
    'fine-tuned': {
      ...reduced,
      because:
        'as preset cpu, but each run starts from the parameters of the CIFAR-100 run of the same mechanism and seed (preset cpu there), of which the patches’ and the logits’ layers are drawn anew',
      startFrom: { experiment: 'cifar100', preset: 'cpu' },
    },
    paper: { because: 'the paper’s settings where they are known, those of the Keras example elsewhere' },
  },
  deviations: [
    'The default trains from scratch; one reader of the paper understood that its ViT was fine-tuned on ImageNet. Preset fine-tuned starts from a model that was trained on CIFAR-100.',
    'The abstract names the data alone. Image size, patches, model, optimiser and augmentation are those of the Keras example “Image classification with Vision Transformer”, with heads of width 64 / 4 as the paper’s equations have them.',
    'The images of `val` are the test part; the validation part is a stratified tenth of the training images, drawn anew for each seed.',
    'W^A of Super attention has no bias.',
  ],
});
