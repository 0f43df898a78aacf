import { createWriteStream } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { env } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { locate, readAmazon, readCifar100 } from '../packages/datasets/dist/index.js';

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));
const IMAGE = 3_072;
const PLANE = IMAGE / 3;
const { pack } = createRequire(new URL('../packages/datasets/package.json', import.meta.url))('tar-stream');

/** The folder of the data sets where it has this one, or else that of the embedded samples. */
export async function given(name) {
  const mirror = env.BETTER_ATTENTION_DATA;
  const found = mirror && (await locate(name, { mirror }))?.source === 'mirror';
  return found ? { data: 'mirror', folder: mirror } : { data: 'embedded sample', folder: SAMPLES };
}

/** CIFAR-100 with 60,000 images: as it is, or what there is of it over and over, each image with another byte. */
export async function fullCifar100() {
  const source = await given('cifar100');
  const { paths } = await locate('cifar100', sourceOptions(source));
  const { train, test, fineNames, coarseNames } = await readCifar100(paths[0]);
  if (train.fine.length + test.fine.length === 60_000) return source;
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'cifar100'));
  const archive = pack();
  const written = pipeline(
    archive,
    createGzip(),
    createWriteStream(join(folder, 'cifar100/cifar-100-binary-full.tar.gz')),
  );
  for (const [file, content] of [
    ['train.bin', cifarRecords(train, 50_000)],
    ['test.bin', cifarRecords(test, 10_000)],
    ['fine_label_names.txt', fineNames.join('\n')],
    ['coarse_label_names.txt', coarseNames.join('\n')],
  ]) {
    archive.entry({ name: `cifar-100-binary/${file}` }, content);
  }
  archive.finalize();
  await written;
  const data = `generated, 60,000 images out of ${train.fine.length + test.fine.length} of the ${source.data}`;
  return { data, folder, temporary: true };
}

/** A gzipped file of reviews, that many megabytes before it is zipped: those there are, over and over, numbered. */
export async function generatedReviews(megabytes) {
  const source = await given('amazon');
  const { paths } = await locate('amazon', sourceOptions(source));
  const reviews = [];
  for await (const review of readAmazon(paths)) reviews.push(review);
  function* chunks() {
    let bytes = 0;
    for (let round = 0; bytes < megabytes * 1e6; round++) {
      const lines = reviews.map(
        ({ stars, text }) => `${JSON.stringify({ overall: stars, reviewText: `${round} ${text}` })}\n`,
      );
      const chunk = Buffer.from(lines.join(''));
      bytes += chunk.length;
      yield chunk;
    }
  }
  const folder = await temporaryFolder();
  const file = createWriteStream(join(folder, 'reviews.json.gz'));
  await pipeline(Readable.from(chunks()), createGzip({ level: 1 }), file);
  return { data: `generated out of the ${source.data}`, folder, temporary: true };
}

/**
 * A folder of ImageNet's layout with that many photographs: those of the sample, over and over, as links of one file each.
 *
 * @param bytes the size that files are filled up to, behind the photograph
 */
export async function generatedImages(count, bytes = 0) {
  const folder = await temporaryFolder();
  const sample = join(SAMPLES, 'imagenet/imagenet-sample');
  const photographs = await photographsOf(sample);
  for (const [image, [part, className, name]] of photographs.entries()) {
    const target = join(folder, 'imagenet/imagenet', part, className);
    await mkdir(target, { recursive: true });
    const photograph = await readFile(join(sample, part, className, name));
    const filling = Buffer.alloc(Math.max(0, bytes - photograph.length));
    const file = join(target, `${image}.JPEG`);
    await writeFile(file, Buffer.concat([photograph, filling]));
    for (let copy = image + photographs.length; copy < count; copy += photographs.length) {
      await link(file, join(target, `${copy}.JPEG`));
    }
  }
  return { data: 'generated out of the embedded sample', folder, temporary: true };
}

function sourceOptions({ data, folder }) {
  return data === 'mirror' ? { mirror: folder } : { use: 'sample', samples: folder };
}

function cifarRecords({ pixels, fine, coarse }, count) {
  const records = Buffer.alloc(count * (2 + IMAGE));
  for (let record = 0; record < count; record++) {
    const origin = record % fine.length;
    const start = record * (2 + IMAGE);
    records[start] = coarse[origin];
    records[start + 1] = fine[origin];
    for (let value = 0; value < IMAGE; value++) {
      records[start + 2 + (value % 3) * PLANE + Math.floor(value / 3)] = pixels[origin * IMAGE + value];
    }
    records[start + 2 + (record % IMAGE)] ^= Math.floor(record / fine.length);
  }
  return records;
}

async function photographsOf(sample) {
  const entries = await readdir(sample, { recursive: true });
  return entries.map((entry) => entry.split(sep)).filter((steps) => steps.length === 3);
}

function temporaryFolder() {
  return mkdtemp(join(tmpdir(), 'better-attention-bench-'));
}
