import { defineLayers } from '@better-attention/experiment';

export default defineLayers({
  name: 'complexity',
  title: 'Complexity of one attention layer',
  kind: 'complexity',
  mechanisms: ['standard', 'optimised', 'efficient', 'super', 'linformer', 'performer', 'multi-query'],
  base: { contextLength: 64, modelWidth: 64, heads: 4 },
  axes: {
    contextLength: [16, 32, 49, 64, 90, 91, 128, 144, 256, 512, 1024, 2048],
    modelWidth: [16, 32, 44, 48, 64, 128, 256, 512, 1024],
    heads: [1, 2, 4, 8, 16],
  },
  presets: {
    sample: {
      because: 'counts need no data; fewer sizes, in seconds',
      renew: true,
      axes: {
        contextLength: [32, 64, 90, 91, 128, 256],
        modelWidth: [32, 44, 48, 64, 128, 256],
        heads: [1, 4, 8],
      },
    },
    cpu: { because: 'all sizes: counts take the same seconds everywhere', renew: true },
    paper: { because: 'all sizes: the abstract states ratios and fixes no size', renew: true },
  },
  deviations: [
    'The abstract states ratios alone; the sizes are ours. They include those of the vision models (ℓ = 49, 144; d_m = 64) and both sides of ℓ = √2·d_m.',
    'Parameters are counted without biases, as in the paper’s equations, and beside them with a bias in each projection. W^A never has one.',
  ],
});
