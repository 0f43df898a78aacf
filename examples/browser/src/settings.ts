import type { TextClassifierOptions } from '@better-attention/models';

/** What the exported classifier and one trained in the page have in common. */
export const CLASSIFIER: Omit<TextClassifierOptions, 'mechanism'> = {
  vocabularySize: 5_000,
  length: 64,
  modelWidth: 32,
  heads: 4,
  hiddenWidth: 32,
  headWidth: 32,
  classes: 2,
  dropout: 0.1,
};

/** Reviews in a step. */
export const BATCH_SIZE = 64;

/** Of Adam. */
export const LEARNING_RATE = 2e-3;

/** What the build writes and the page loads, by what it holds. */
export const FILES = {
  train: 'train-reviews.bin',
  test: 'test-reviews.bin',
  vocabulary: 'vocabulary.json',
  classifier: 'classifier.onnx',
} as const;
