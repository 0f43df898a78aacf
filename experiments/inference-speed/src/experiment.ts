import { defineLayers } from '@better-attention/experiment';

export default defineLayers({
  name: 'inference-speed',
  title: 'Inference speed of one attention layer',
  kind: 'latency',
  mechanisms: ['standard', 'optimised', 'efficient', 'super', 'linformer', 'performer', 'multi-query'],
  base: { contextLength: 128, modelWidth: 128, heads: 4 },
  axes: {
    contextLength: [16, 32, 64, 128, 256, 512, 768],
    modelWidth: [32, 64, 128, 256, 512, 1024],
    heads: [1, 2, 4, 8, 16],
  },
  batches: [1, 64],
  threads: 1,
  repetitions: 5,
  rounds: { least: 7, most: 200 },
  secondsPerSize: 5,
  presets: {
    sample: {
      because: 'a first look in half a minute',
      renew: true,
      base: { contextLength: 64, modelWidth: 64, heads: 4 },
      axes: { contextLength: [16, 64, 256], modelWidth: [32, 64, 128], heads: [1, 4] },
      repetitions: 3,
      rounds: { least: 3, most: 20 },
      secondsPerSize: 0.3,
    },
    cpu: {
      because: 'two cores in minutes',
      axes: {
        contextLength: [16, 32, 64, 128, 256, 512],
        modelWidth: [32, 64, 128, 256, 512],
        heads: [1, 4, 16],
      },
      repetitions: 3,
      rounds: { least: 4, most: 100 },
      secondsPerSize: 1,
    },
    paper: { because: 'all sizes; the paper’s own are not known' },
  },
  deviations: [
    'The paper’s figure of run times is of GPUs; these are times of ONNX Runtime on one processor thread.',
    'The attention layer alone is timed, so that what the rest of a model takes hides no difference.',
  ],
});
