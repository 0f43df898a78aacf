/**
 * Readers of the data sets: from the publishers’ files to typed arrays.
 *
 * @module @better-attention/datasets
 */

export type { Dataset, DatasetDefinition, LoadOptions, Provenance } from './dataset/dataset.js';
export { type ExampleSet, exampleSet, type Field, selectExamples, type Values } from './dataset/examples.js';
export { groupEqual, type SplitOptions, stratifiedSplit } from './dataset/split.js';
export { type IdxRecords, readIdx } from './formats/idx.js';
export { type Augmentation, augmentImages, drawChanges, type ImageChange } from './images/augment.js';
export { decodeImage } from './images/decode.js';
export type { ImageDataset, ImageOptions } from './images/image-dataset.js';
export type { ImageStatistics } from './images/images.js';
export { type ImageShape, resizeImages } from './images/resize.js';
export type { LocatedFiles, LocateOptions } from './origin/locate.js';
export {
  fetchSource,
  locate,
  type ObtainedFiles,
  type ObtainOptions,
  type VerifiedFile,
  verifySource,
} from './origin/obtain.js';
export type { Progress, ProgressStep } from './origin/progress.js';
export { type DataSource, listSources, type PublishedFile } from './origin/source.js';
export { amazon } from './sets/amazon/definition.js';
export {
  type AmazonReadOptions,
  type AmazonReview,
  readAmazon,
  type SkippedLine,
} from './sets/amazon/reader.js';
export {
  type Cifar100,
  type Cifar100Options,
  type Cifar100Part,
  type Cifar100ReadOptions,
  cifar100,
  readCifar100,
} from './sets/cifar100/reader.js';
export {
  type TranslationDataset,
  type TranslationOptions,
  translation,
} from './sets/en-es-translation/definition.js';
export type { CorpusPair } from './sets/en-es-translation/pair-parts.js';
export {
  type PairReadOptions,
  readAnki,
  readEuroparl,
  type SentencePair,
  type SkippedPair,
} from './sets/europarl/reader.js';
export { imagenet } from './sets/imagenet/definition.js';
export { type ImageFile, readImageFiles } from './sets/imagenet/reader.js';
export { imdb } from './sets/imdb/definition.js';
export { type Review, readImdb } from './sets/imdb/reader.js';
export { type MnistPart, mnist, readMnist } from './sets/mnist/definition.js';
export { type Language, type Standardisation, tokensOf } from './text/standardise.js';
export type { TextDataset, TextOptions } from './text/text-dataset.js';
export { type TokenCounter, tokenCounter } from './text/token-counter.js';
export { padSequence, type Vocabulary, type WordCounter, wordCounter } from './text/vocabulary.js';
export { type LineBreaks, splitWords } from './text/words.js';
