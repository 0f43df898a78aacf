import { join } from 'node:path';
import { env } from 'node:process';
import {
  cifar100,
  decodeImage,
  imagenet,
  imdb,
  mnist,
  readAmazon,
  readImageFiles,
} from '../packages/datasets/dist/index.js';
import { randomStream } from '../packages/random/dist/index.js';
import { fullCifar100, generatedImages, generatedReviews, given } from './data-inputs.js';
import { dataShare } from './data-share.js';

const BATCH = 256;
/** The mean size of ImageNet's files: 1,281,167 in about 150 GB. */
const PUBLISHED_BYTES = 117_000;
const AUGMENTATION = { flip: true, rotation: 0.02, zoom: 0.2 };
const megabytes = Number(env.BENCH_MEGABYTES ?? 200);
const images = Number(env.BENCH_IMAGES ?? 2_000);

/**
 * What is measured: `prepare` makes the folder of the input, `measure` reads it, in another process, and `limit` is what
 * is asked for.
 */
export const measurements = {
  'mnist first batch': {
    limit: 'seconds < 2',
    prepare: () => given('mnist'),
    measure: (folder) => firstBatch(mnist(), folder),
  },
  'cifar100 first batch': {
    limit: 'seconds < 2',
    prepare: fullCifar100,
    measure: (folder) => firstBatch(cifar100(), folder),
  },
  'imdb tokenised': {
    limit: 'cpu_seconds < 10 for 25,000 reviews',
    prepare: () => given('imdb'),
    async measure(folder) {
      const { train, validation, test } = await loaded(imdb({ vocabularySize: 20_000, length: 32 }), folder);
      return { reviews: train.size + validation.size + test.size };
    },
  },
  'imagenet decode and resize': {
    limit: 'images_per_second >= 400',
    prepare: () => given('imagenet'),
    measure: decodeAll,
  },
  'amazon streamed': streamed(megabytes),
  'amazon streamed at 4 times the size': streamed(4 * megabytes),
  'imagenet streamed': streamedImages(images),
  'imagenet streamed at 4 times the size': streamedImages(4 * images),
  'imagenet loaded': loadedImages(images),
  'imagenet loaded at 4 times the size': loadedImages(4 * images),
  'cifar100 batches': {
    limit: 'main_thread_ms < 5 % of a step',
    prepare: () => given('cifar100'),
    measure: augmentedBatches,
  },
  ...shares({
    mnist: { preset: 'cpu', source: 'mnist' },
    cifar100: { preset: 'paper', source: 'cifar100' },
    imagenet: { preset: 'paper', source: 'imagenet' },
    imdb: { preset: 'paper', source: 'imdb' },
    'amazon-reviews': { preset: 'cpu', source: 'amazon' },
    'en-es-translation': { preset: 'cpu', source: 'anki' },
  }),
};

/** What reading costs a step of each table, with a preset's sizes and the files of a source. */
function shares(tables) {
  return Object.fromEntries(
    Object.entries(tables).map(([table, { preset, source }]) => [
      `${table} share of a step`,
      {
        limit: 'share < 0.05',
        prepare: () => given(source),
        measure: (folder) => dataShare(table, preset, (definition) => whole(definition, folder)),
      },
    ]),
  );
}

function whole(definition, folder) {
  const source = folder.endsWith('samples') ? { use: 'sample', samples: folder } : { mirror: folder };
  return definition.load({ ...source, offline: true });
}

async function loaded(definition, folder) {
  const dataset = await whole(definition, folder);
  return { ...dataset.split(randomStream(0)), test: dataset.test };
}

async function firstBatch(definition, folder) {
  const { train, validation, test } = await loaded(definition, folder);
  await train.batch([...Array(BATCH).keys()]);
  return { examples: train.size + validation.size + test.size };
}

async function decodeAll(folder) {
  const encoded = [];
  const path = folder.endsWith('samples') ? 'imagenet-sample' : 'imagenette2-subset.tar';
  for await (const { bytes } of readImageFiles([join(folder, 'imagenet', path)])) encoded.push(bytes);
  const started = performance.now();
  let next = 0;
  const decodeNext = async () => {
    while (next < encoded.length) await decodeImage(encoded[next++], 72);
  };
  await Promise.all(Array.from({ length: 8 }, decodeNext));
  const seconds = (performance.now() - started) / 1e3;
  return { seconds, images: encoded.length, images_per_second: encoded.length / seconds };
}

function streamed(size) {
  return {
    limit: 'peak_memory_bytes of both sizes alike',
    prepare: () => generatedReviews(size),
    async measure(folder) {
      let reviews = 0;
      for await (const { text } of readAmazon([join(folder, 'reviews.json.gz')]))
        reviews += text === '' ? 0 : 1;
      return { megabytes: size, reviews };
    },
  };
}

function streamedImages(count) {
  return {
    limit: 'peak_memory_bytes of both sizes alike',
    prepare: () => generatedImages(count, PUBLISHED_BYTES),
    async measure(folder) {
      let found = 0;
      let size = 0;
      for await (const { bytes } of readImageFiles([join(folder, 'imagenet/imagenet')])) {
        found++;
        size += bytes.length;
      }
      return { images: found, megabytes: size / 1e6 };
    },
  };
}

function loadedImages(count) {
  return {
    limit: 'peak_memory_bytes of both sizes alike',
    prepare: () => generatedImages(count),
    async measure(folder) {
      const { train, validation, test } = await loaded(imagenet(), folder);
      return { images: train.size + validation.size + test.size };
    },
  };
}

/** How long a training batch of 72 × 72 takes, and for how much of that the main thread is busy. */
async function augmentedBatches(folder) {
  const { train } = await loaded(cifar100({ size: 72, augmentation: AUGMENTATION }), folder);
  const random = randomStream(0);
  const positions = Array.from({ length: BATCH }, (_, index) => index % train.size);
  const whole = [];
  const busy = [];
  for (let step = 0; step < 20; step++) {
    const before = performance.eventLoopUtilization();
    const started = performance.now();
    await train.batch(positions, random.derive('augmentation', step));
    whole.push(performance.now() - started);
    busy.push(performance.eventLoopUtilization(before).active);
  }
  return { batch: BATCH, ms_per_batch: median(whole), main_thread_ms: median(busy) };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
