import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExampleSet, imdb } from '@better-attention/datasets';
import { randomStream } from '@better-attention/random';
import { exportClassifier } from '../src/export.js';
import { encodeReviews, type Reviews } from '../src/reviews.js';
import { CLASSIFIER, FILES } from '../src/settings.js';
import { type TrainedClassifier, trainClassifier } from './classifier.js';

const SPLIT_SEED = 1;
const MECHANISM = 'efficient';

/** What {@link writePageData} wrote into files. */
export interface PageData {
  readonly train: Reviews;
  readonly test: Reviews;
  readonly vocabulary: readonly string[];
  readonly classifier: TrainedClassifier;
}

/**
 * Writes what the page loads: the reviews of the embedded sample as tokens, their vocabulary, and a classifier that is
 * trained on them here and exported by tfjs-onnx.
 *
 * @param folder is made where it doesn't exist
 * @param samples the folder of the embedded samples
 */
export async function writePageData(folder: string, samples: string): Promise<PageData> {
  const { vocabularySize, length } = CLASSIFIER;
  const sample = imdb({ vocabularySize, length, lineBreaks: 'space' });
  const dataset = await sample.load({ use: 'sample', samples });
  const { train, validation } = dataset.split(randomStream(SPLIT_SEED, 'split'));
  const data: PageData = {
    train: await reviewsOf(train),
    test: await reviewsOf(dataset.test),
    vocabulary: dataset.vocabularies.tokens,
    classifier: await trainClassifier(MECHANISM, { train, validation, test: dataset.test }),
  };
  const { mechanism, parameters } = data.classifier;
  await mkdir(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
  await write(FILES.train, encodeReviews(data.train));
  await write(FILES.test, encodeReviews(data.test));
  await write(FILES.vocabulary, JSON.stringify(data.vocabulary));
  await write(FILES.classifier, exportClassifier(mechanism, parameters));
  return data;
}

async function reviewsOf({ size, labels, batch }: ExampleSet): Promise<Reviews> {
  const { tokens } = await batch(Uint32Array.from({ length: size }, (_, position) => position));
  return { size, tokens: tokens as Int32Array, labels };
}
