/**
 * Writes samples/amazon/amazon-sample.json.gz from files of Amazon reviews: of each file, in the order of their names,
 * the first lines of each number of stars, as many as below, in their order and unchanged.
 *
 *   node packages/datasets/scripts/make-amazon-sample.js path/to/amazon
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readLines } from '../dist/formats/lines.js';
import { readAmazon } from '../dist/index.js';
import { argument, firstOfEach, writeSample, zipped } from './sample.js';

const REVIEWS_OF_STARS = 60;

const folder = argument('make-amazon-sample', 'the folder of the files of reviews');
const files = (await readdir(folder)).filter((name) => /\.json(\.gz)?$/.test(name)).sort();
const chosen = [];
for (const file of files) {
  const reviews = [];
  for await (const review of readAmazon([join(folder, file)])) reviews.push(review);
  const positions = firstOfEach(
    reviews.map(({ stars }) => stars),
    REVIEWS_OF_STARS,
  );
  const wanted = new Set(positions.map((position) => reviews[position].line));
  for await (const { number, text } of readLines(join(folder, file))) {
    if (wanted.has(number)) chosen.push(`${text}\n`);
  }
}
await writeSample('amazon', 'amazon-sample.json.gz', zipped(Buffer.from(chosen.join(''))));
