/**
 * Writes samples/mnist from the four files of MNIST: the first images of each digit, as many as below, in their order.
 *
 *   node packages/datasets/scripts/make-mnist-sample.js path/to/mnist
 */
import { join } from 'node:path';
import { readIdx } from '../dist/formats/idx.js';
import { argument, firstOfEach, writeSample, zipped } from './sample.js';

const IMAGES_OF_DIGIT = { train: 200, t10k: 50 };

const folder = argument('make-mnist-sample', 'the folder of the four MNIST files');
for (const [part, count] of Object.entries(IMAGES_OF_DIGIT)) {
  const imagesName = `${part}-images-idx3-ubyte.gz`;
  const labelsName = `${part}-labels-idx1-ubyte.gz`;
  const images = await readIdx(join(folder, imagesName), 'images');
  const labels = await readIdx(join(folder, labelsName), 'labels');
  const [, height, width] = images.shape;
  const chosen = firstOfEach(labels.values, count);
  const image = (position) =>
    images.values.subarray(position * height * width, (position + 1) * height * width);
  const pixels = Buffer.concat(chosen.map(image));
  const digits = Buffer.from(chosen.map((position) => labels.values[position]));
  await writeSample('mnist', imagesName, zipped(idx(2051, [chosen.length, height, width], pixels)));
  await writeSample('mnist', labelsName, zipped(idx(2049, [chosen.length], digits)));
}

function idx(magic, shape, values) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(magic);
  for (const [index, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * index);
  return Buffer.concat([header, values]);
}
