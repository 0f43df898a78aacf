/**
 * Readers of the data sets: from the publishers’ files to typed arrays.
 *
 * @module @better-attention/datasets
 */
export { amazon } from './amazon.js';
export { type AmazonReadOptions, type AmazonReview, readAmazon, type SkippedLine } from './amazon-reviews.js';
export { type Augmentation, augmentImages, drawChanges, type ImageChange } from './augment.js';
export {
  type Cifar100,
  type Cifar100Options,
  type Cifar100Part,
  type Cifar100ReadOptions,
  cifar100,
  readCifar100,
} from './cifar100.js';
export type { Dataset, DatasetDefinition, LoadOptions, Provenance } from './dataset.js';
export { decodeImage } from './decode.js';
export { type ExampleSet, exampleSet, type Field, selectExamples, type Values } from './examples.js';
export { type IdxRecords, readIdx } from './idx.js';
export type { ImageDataset, ImageOptions } from './image-dataset.js';
export { type ImageFile, readImageFiles } from './image-files.js';
export { imagenet } from './imagenet.js';
export type { ImageStatistics } from './images.js';
export { imdb } from './imdb.js';
export type { LocatedFiles, LocateOptions } from './locate.js';
export { type MnistPart, mnist, readMnist } from './mnist.js';
export {
  fetchSource,
  locate,
  type ObtainedFiles,
  type ObtainOptions,
  type VerifiedFile,
  verifySource,
} from './obtain.js';
export type { CorpusPair } from './pair-parts.js';
export type { Progress, ProgressStep } from './progress.js';
export { type ImageShape, resizeImages } from './resize.js';
export { type Review, readImdb } from './reviews.js';
export {
  type PairReadOptions,
  readAnki,
  readEuroparl,
  type SentencePair,
  type SkippedPair,
} from './sentence-pairs.js';
export { type DataSource, listSources, type PublishedFile } from './sources.js';
export { groupEqual, type SplitOptions, stratifiedSplit } from './split.js';
export { type Language, type Standardisation, tokensOf } from './standardise.js';
export type { TextDataset, TextOptions } from './text-dataset.js';
export { type TokenCounter, tokenCounter } from './token-counter.js';
export {
  type TranslationDataset,
  type TranslationOptions,
  translation,
} from './translation.js';
export { padSequence, type Vocabulary, type WordCounter, wordCounter } from './vocabulary.js';
export { type LineBreaks, splitWords } from './words.js';
