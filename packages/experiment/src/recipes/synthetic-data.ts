import { type Dataset, exampleSet } from '@better-attention/datasets';
import type { RandomStream } from '@better-attention/random';
import type { SyntheticData } from '../definition/speed-model.js';

/** Fewest and most words of a text; their numbers are uniform in between. */
export type Words = readonly [fewest: number, most: number];

/** The first id that stands for a word: those below it are padding, start and the like. */
const FIRST_WORD = 4;

type Columns = Parameters<typeof exampleSet>[0];

/** What a model asks of a data set; examples that nothing is learnt from have no parts and no origin. */
function datasetOf<Extras extends object>(
  { name, fields }: Pick<Dataset, 'name' | 'fields'>,
  classes: number,
  columns: Columns,
  extras: Extras,
): Dataset {
  const dataset = {
    name,
    fields,
    classes: Array.from({ length: classes }, (_, at) => `class ${at}`),
    vocabularies: { tokens: [], source: [], target: [] },
    test: exampleSet(columns),
    ...extras,
  };
  return dataset as unknown as Dataset;
}

/** Texts of a data set with the options `vocabularySize` and `length`: padded at their beginning, cut to their last words. */
export function syntheticTexts({ classes, words }: { classes: number; words: Words }): SyntheticData {
  return {
    settings: { classes, words: [...words], ids: 'log-uniform' },
    dataset({ name, options }, examples, random) {
      const { vocabularySize, length } = options as { vocabularySize: number; length: number };
      const tokens = new Int32Array(examples * length);
      for (let row = 0; row < examples; row++) {
        const count = Math.min(length, between(random, words));
        for (let at = (row + 1) * length - count; at < (row + 1) * length; at++) {
          tokens[at] = wordId(random, vocabularySize);
        }
      }
      const label = Int32Array.from({ length: examples }, () => random.integer(classes));
      const fields = { tokens: int32([length]), label: int32([]) };
      return datasetOf({ name, fields }, classes, { tokens, label }, { vocabularySize, length });
    },
  };
}

/** Sentence pairs of a data set with the options `vocabularySize` and `length`: padded and cut at their ends. */
export function syntheticPairs({ words }: { words: Words }): SyntheticData {
  return {
    settings: { words: [...words], ids: 'log-uniform' },
    dataset({ name, options }, examples, random) {
      const { vocabularySize, length } = options as { vocabularySize: number; length: number };
      const sentences = (width: number) => {
        const tokens = new Int32Array(examples * width);
        for (let row = 0; row < examples; row++) {
          const count = Math.min(width, between(random, words));
          for (let at = 0; at < count; at++) tokens[row * width + at] = wordId(random, vocabularySize);
        }
        return tokens;
      };
      const fields = { source: int32([length]), target: int32([length + 1]), label: int32([]) };
      const columns = {
        source: sentences(length),
        target: sentences(length + 1),
        label: new Int32Array(examples),
      };
      return datasetOf({ name, fields }, 1, columns, { vocabularySize, length });
    },
  };
}

/** Images of noise, mean 0 and variance 1; their height and width are the data set's option `size`, unless given. */
export function syntheticImages({
  classes,
  channels,
  size: given,
}: {
  classes: number;
  channels: number;
  size?: number;
}): SyntheticData {
  return {
    settings: { classes, channels, ...(given !== undefined && { size: given }) },
    dataset({ name, options }, examples, random) {
      const size = given ?? (options as { size: number }).size;
      const shape = [size, size, channels];
      const image = new Float32Array(examples * size ** 2 * channels);
      for (let at = 0; at < image.length; at++) image[at] = Math.sqrt(12) * (random.uniform() - 0.5);
      const label = Int32Array.from({ length: examples }, () => random.integer(classes));
      const fields = { image: { shape, dtype: 'float32' as const }, label: int32([]) };
      const statistics = { mean: Array(channels).fill(0), deviation: Array(channels).fill(1) };
      return datasetOf(
        { name, fields },
        classes,
        { image, label },
        {
          shape: { height: size, width: size, channels },
          statistics,
        },
      );
    },
  };
}

function int32(shape: readonly number[]) {
  return { shape, dtype: 'int32' as const };
}

function between(random: RandomStream, [fewest, most]: Words): number {
  return fewest + random.integer(most - fewest + 1);
}

/** A word's id, whose logarithm is uniform: the n-th word is as likely as 1 / n, which is Zipf's law. */
function wordId(random: RandomStream, vocabularySize: number): number {
  const words = vocabularySize - FIRST_WORD;
  return FIRST_WORD - 1 + Math.min(words, Math.floor((words + 1) ** random.uniform()));
}
