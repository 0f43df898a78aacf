/**
 * Writes samples/anki/spa-eng-sample.zip from spa-eng.zip: the lines whose English sentence has the smallest SHA-256, as
 * many as below and those with the same sentence, in their order, and the publisher's notice.
 *
 *   node packages/datasets/scripts/make-anki-sample.js path/to/spa-eng.zip
 */
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { readZip } from '../dist/formats/zip.js';
import { argument, writeSample } from './sample.js';

const SENTENCES = 4_000;
const PUBLISHED = new Date(2018, 4, 13, 12);

const members = await readZip(argument('make-anki-sample', 'spa-eng.zip'), (name) => name.endsWith('.txt'));
const files = Object.fromEntries(
  members.map(({ name, bytes }) => [name, name.endsWith('/spa.txt') ? sampleOf(bytes) : bytes]),
);
await writeSample('anki', 'spa-eng-sample.zip', zipSync(files, { level: 9, mtime: PUBLISHED }));

function sampleOf(bytes) {
  const lines = bytes.toString('utf8').split('\n').filter(Boolean);
  const digest = (line) => createHash('sha256').update(line.split('\t')[0]).digest('hex');
  const most = [...new Set(lines.map(digest))].sort()[SENTENCES - 1];
  return Buffer.from(
    lines
      .filter((line) => digest(line) <= most)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
