/**
 * Writes samples/imagenet/imagenet-sample from an archive with train/<class>/ and val/<class>/: the first images of each
 * class in the order of their names, as many as below, byte for byte.
 *
 *   node packages/datasets/scripts/make-imagenet-sample.js path/to/imagenette2.tar
 */
import { readImageFiles } from '../dist/index.js';
import { argument, firstOfEach, writeSample } from './sample.js';

const IMAGES_OF_CLASS = { train: 20, test: 5 };

const images = [];
for await (const image of readImageFiles([argument('make-imagenet-sample', 'imagenette2.tar')]))
  images.push(image);
images.sort((a, b) => (a.name < b.name ? -1 : 1));
for (const [part, count] of Object.entries(IMAGES_OF_CLASS)) {
  const chosen = images.filter((image) => image.part === part);
  const classes = chosen.map(({ className }) => className);
  for (const position of firstOfEach(classes, count)) {
    const { className, name, bytes } = chosen[position];
    const folder = `imagenet/imagenet-sample/${part === 'train' ? 'train' : 'val'}/${className}`;
    await writeSample(folder, name, bytes);
  }
}
