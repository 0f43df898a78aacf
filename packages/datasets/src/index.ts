/**
 * Readers of the data sets: from the publishers’ files to typed arrays.
 *
 * @module @better-attention/datasets
 */

export type { Dataset, DatasetDefinition, DatasetOutline, LoadOptions } from './dataset/dataset.js';
export { type DrawOptions, drawExamples } from './dataset/draw.js';
export { type ExampleSet, exampleSet, examplesOf, selectExamples } from './dataset/examples.js';
export type { Guessing } from './dataset/guessing.js';
export type { Provenance } from './dataset/provenance.js';
export type { AnyBatch, Field, ReadableExamples, Values } from './dataset/readable.js';
export { groupEqual, type SplitOptions, stratifiedSplit } from './dataset/split.js';
export type { BatchesOptions } from './dataset/traversal.js';
export { type CsvOptions, readCsv, type TextRow } from './formats/csv.js';
export { type IdxRecords, readIdx } from './formats/idx.js';
export { readJsonLines } from './formats/json-lines.js';
export { type Augmentation, augmentImages, drawChanges, type ImageChange } from './images/augment.js';
export { decodeImage } from './images/decode.js';
export type { ImageDataset, ImageOptions } from './images/image-dataset.js';
export type { ImageShape } from './images/image-shape.js';
export type { ImageStatistics } from './images/images.js';
export { resizeImages } from './images/resize.js';
export type { LocatedFiles, LocateOptions } from './origin/locate.js';
export type { ObtainedFiles, ObtainOptions, VerifiedFile } from './origin/obtain.js';
export type { Progress, ProgressStep } from './origin/progress.js';
export type { DataSource, PublishedFile } from './origin/source.js';
export type { OwnLabel } from './own/own-classes.js';
export type { OwnPath } from './own/own-files.js';
export { type OwnImagesOptions, type OwnImagesRecord, ownImages } from './own/own-images.js';
export {
  type OwnText,
  type OwnTextSource,
  type OwnTextsOptions,
  type OwnTextsRecord,
  ownTexts,
} from './own/own-texts.js';
export { amazon } from './sets/amazon/definition.js';
export {
  type AmazonReadOptions,
  type AmazonReview,
  readAmazon,
  type SkippedLine,
} from './sets/amazon/reader.js';
export { readAnki } from './sets/anki/reader.js';
export { fetchSource, listSources, locate, verifySource } from './sets/catalogue.js';
export { type Cifar100Options, cifar100 } from './sets/cifar100/definition.js';
export {
  type Cifar100,
  type Cifar100Part,
  type Cifar100ReadOptions,
  readCifar100,
} from './sets/cifar100/reader.js';
export {
  type TranslationDataset,
  type TranslationOptions,
  translation,
} from './sets/en-es-translation/definition.js';
export type { CorpusPair } from './sets/en-es-translation/pair-parts.js';
export { readEuroparl } from './sets/europarl/reader.js';
export { imagenet } from './sets/imagenet/definition.js';
export {
  type ImageFile,
  type ImageReadOptions,
  readImageFiles,
  type SkippedImage,
} from './sets/imagenet/reader.js';
export { imdb } from './sets/imdb/definition.js';
export { type Review, readImdb } from './sets/imdb/reader.js';
export { mnist } from './sets/mnist/definition.js';
export { type MnistPart, readMnist } from './sets/mnist/reader.js';
export type { PairReadOptions, SentencePair, SkippedPair } from './text/sentence-pair.js';
export { type Language, type Standardisation, tokensOf } from './text/standardise.js';
export type { TextDataset, TextOptions } from './text/text-dataset.js';
export { type TokenCounter, tokenCounter, UNKNOWN_WORD } from './text/token-counter.js';
export { padSequence, type Vocabulary, type WordCounter, wordCounter } from './text/vocabulary.js';
export { type LineBreaks, splitWords } from './text/words.js';
