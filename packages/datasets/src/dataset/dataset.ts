import type { RandomStream } from '@better-attention/random';
import type { ObtainedFiles, ObtainOptions } from '../origin/obtain.js';
import type { ExampleSet } from './examples.js';
import type { Guessing } from './guessing.js';
import type { Provenance } from './provenance.js';
import type { Field } from './readable.js';

/** Says which data an experiment trains on. Nothing but data, so that a run's record can hold it; nothing is loaded yet. */
export interface DatasetDefinition<Options extends object, Loaded extends Dataset> {
  /** The data set's name, as in {@link listSources}. */
  readonly name: string;
  /** Every option, defaults filled in. */
  readonly options: Readonly<Options>;
  /** What is known of it before it is loaded. */
  readonly outline: DatasetOutline<Loaded>;
  /** Finds the files, of a data set of one's own alone: others are found by their name. @throws Error where they aren't there */
  obtain?(options?: ObtainOptions): Promise<ObtainedFiles>;
  /**
   * Finds the data, or downloads it where that is allowed, and reads it.
   *
   * @throws Error when the data is nowhere, or when it is damaged; the message says where it comes from and how to place it
   *   by hand
   */
  load(options?: LoadOptions): Promise<Loaded>;
}

/** What is known of a data set before it is loaded: what models take their sizes from. */
export type DatasetOutline<Loaded extends Dataset = Dataset> = {
  /** How many classes the published set has; what is at hand may have fewer. */
  readonly classes: number;
  /** How many training examples were published, where that is one number; what is at hand may have fewer. */
  readonly trainingExamples?: number;
} & Pick<Loaded, Extract<keyof Loaded, 'shape' | 'vocabularySize' | 'length'>>;

/** Where the data comes from, and how much of it is used. */
export interface LoadOptions extends ObtainOptions {
  /** Uses that many examples of a part, evenly spread over each class; the vocabulary still comes from all of them. */
  readonly limits?: { readonly train?: number | undefined; readonly test?: number | undefined } | undefined;
}

/** A data set in memory. */
export interface Dataset {
  readonly name: string;
  /** What people call these examples: `CIFAR-100`, and of ten classes of ImageNet `Imagenette`. */
  readonly title?: string;
  /** What guessing scores on the test part; absent where labels aren't what is predicted. */
  readonly guessing?: Guessing;
  /** The names of the classes, of sentence pairs those of the corpora; a label is an index into it. */
  readonly classes: readonly string[];
  /** What a batch holds, one typed array a field. */
  readonly fields: Readonly<Record<string, Field>>;
  /** The word of each token id, for each field that holds tokens; none for images. */
  readonly vocabularies: Readonly<Record<string, readonly string[]>>;
  readonly test: ExampleSet;
  /** Splits off the examples for validation, stratified by class. The same stream gives the same split. */
  split(random: RandomStream): { readonly train: ExampleSet; readonly validation: ExampleSet };
  readonly provenance: Provenance;
}
