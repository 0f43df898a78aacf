/**
 * Writes samples/cifar100 from an archive laid out as cifar-100-binary.tar.gz: the first records of each fine class, as
 * many as below, in their order, and the names of the classes.
 *
 *   node packages/datasets/scripts/make-cifar100-sample.js path/to/cifar-100-binary.tar.gz
 */
import { readArchive } from '../dist/formats/tar.js';
import { argument, firstOfEach, tarOf, writeSample, zipped } from './sample.js';

const RECORD = 3_074;
const RECORDS_OF_CLASS = { 'train.bin': 8, 'test.bin': 2 };
const PUBLISHED = new Date('2009-04-17T00:00:00Z');

const archive = argument('make-cifar100-sample', 'cifar-100-binary.tar.gz');
const members = [];
for await (const { name, bytes } of readArchive(archive, { wanted: (name) => /\.(bin|txt)$/.test(name) })) {
  const count = RECORDS_OF_CLASS[name.slice(name.lastIndexOf('/') + 1)];
  members.push([name, count === undefined ? bytes : recordsOf(bytes, count)]);
}
await writeSample('cifar100', 'cifar-100-binary-sample.tar.gz', zipped(await tarOf(members, PUBLISHED)));

function recordsOf(bytes, count) {
  const fine = Uint8Array.from({ length: bytes.length / RECORD }, (_, record) => bytes[record * RECORD + 1]);
  const record = (position) => bytes.subarray(position * RECORD, (position + 1) * RECORD);
  return Buffer.concat(firstOfEach(fine, count).map(record));
}
