import amazon from '@better-attention/amazon-reviews-table';
import cifar100 from '@better-attention/cifar100-table';
import translation from '@better-attention/en-es-translation-table';
import { defineSpeed, syntheticImages, syntheticPairs, syntheticTexts } from '@better-attention/experiment';
import imagenet from '@better-attention/imagenet-table';
import imdb from '@better-attention/imdb-table';
import mnist from '@better-attention/mnist-table';

export default defineSpeed({
  name: 'training-speed',
  title: 'Speed of training and inference',
  kind: 'speed',
  mechanisms: ['standard', 'optimised', 'efficient', 'super'],
  tables: [
    { experiment: mnist, examples: () => syntheticImages({ classes: 10, channels: 1, size: 28 }) },
    { experiment: cifar100, examples: () => syntheticImages({ classes: 100, channels: 3 }) },
    {
      experiment: imagenet,
      examples: (size) => syntheticImages({ classes: size === 'paper' ? 1000 : 10, channels: 3 }),
    },
    { experiment: imdb, examples: () => syntheticTexts({ classes: 2, words: [40, 400] }) },
    { experiment: amazon, examples: () => syntheticTexts({ classes: 5, words: [5, 100] }) },
    { experiment: translation, examples: () => syntheticPairs({ words: [3, 20] }) },
  ],
  threads: [1, 2],
  sizes: ['paper'],
  largestBatch: {},
  repetitions: 10,
  rounds: { least: 8, most: 40 },
  secondsPerPhase: 10,
  turn: { steps: 10, seconds: 0.1 },
  presets: {
    sample: {
      because: 'a first look in seconds, at the models of the tables’ sample presets alone',
      renew: true,
      threads: [1],
      sizes: ['sample'],
      repetitions: 1,
      rounds: { least: 2, most: 3 },
      secondsPerPhase: 0.1,
      turn: { steps: 3, seconds: 0.05 },
    },
    cpu: {
      because: 'two cores in half an hour, for the models of the tables’ presets cpu and paper',
      sizes: ['cpu', 'paper'],
      largestBatch: { paper: { mnist: 64, cifar100: 32, imagenet: 32 } },
      repetitions: 5,
      rounds: { least: 6, most: 24 },
      secondsPerPhase: 2,
    },
    paper: {
      because: 'the models of the tables’ preset paper with the batches stated there',
    },
  },
  deviations: [
    'The paper’s times are of GPUs; these are times of ONNX Runtime and WebAssembly on processor threads.',
    'The examples are random, in the forms of the data sets: their values change no work but that of adding up the gradients of an embedding’s rows, for which ids are drawn as words are.',
    'A training step is its forward pass, gradient and update; making its batch and drawing its dropout masks are left out, since they are the same for every mechanism.',
  ],
});
