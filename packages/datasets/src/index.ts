export type { Dataset, DatasetDefinition, LoadOptions, Provenance } from './dataset.js';
export { type ExampleSet, exampleSet, type Field, selectExamples, type Values } from './examples.js';
export { type ImdbDataset, type ImdbOptions, imdb } from './imdb.js';
export type { LocatedFiles, LocateOptions } from './locate.js';
export {
  fetchSource,
  locate,
  type ObtainedFiles,
  type ObtainOptions,
  type VerifiedFile,
  verifySource,
} from './obtain.js';
export type { Progress, ProgressStep } from './progress.js';
export { type Review, readImdb } from './reviews.js';
export { type DataSource, listSources, type PublishedFile } from './sources.js';
export { groupEqual, type SplitOptions, stratifiedSplit } from './split.js';
export { padSequence, type Vocabulary, type WordCounter, wordCounter } from './vocabulary.js';
export { type LineBreaks, splitWords } from './words.js';
