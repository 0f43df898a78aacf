/**
 * Writes samples/europarl from an aligned pair of files: the pairs whose English sentence has the smallest SHA-256, as
 * many as below, in their order.
 *
 *   node packages/datasets/scripts/make-europarl-sample.js path/to/europarl
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readEuroparl } from '../dist/index.js';
import { argument, writeSample, zipped } from './sample.js';

const PAIRS = 1_500;

const folder = argument('make-europarl-sample', 'the folder of the two files');
const paths = (await readdir(folder)).map((name) => join(folder, name));
const pairs = [];
for await (const { english, spanish } of readEuroparl(paths)) {
  pairs.push({ english, spanish, digest: createHash('sha256').update(english).digest('hex') });
}
const most = pairs.map(({ digest }) => digest).sort()[PAIRS - 1];
const chosen = pairs.filter(({ digest }) => digest <= most);
for (const [language, side] of [
  ['en', 'english'],
  ['es', 'spanish'],
]) {
  const text = chosen.map((pair) => `${pair[side]}\n`).join('');
  await writeSample('europarl', `europarl-sample.es-en.${language}.gz`, zipped(Buffer.from(text)));
}
