/**
 * Writes samples/imdb/aclImdb-sample.tar.gz from aclImdb_v1.tar.gz: of each part and class, the reviews whose member
 * name has the smallest SHA-256, as many as below. The same archive gives the same bytes on one version of Node.js.
 *
 *   node packages/datasets/scripts/make-imdb-sample.js path/to/aclImdb_v1.tar.gz
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { readImdb } from '../dist/index.js';

const REVIEWS_OF_CLASS = { train: 1_000, test: 250 };
const PUBLISHED = new Date('2011-06-26T00:00:00Z');

const [archive] = process.argv.slice(2);
if (archive === undefined)
  throw new Error('make-imdb-sample: expected the path of aclImdb_v1.tar.gz, got no argument');

const groups = new Map();
for await (const { part, label, rating, id, text } of readImdb(archive)) {
  const name = `aclImdb/${part}/${label === 1 ? 'pos' : 'neg'}/${id}_${rating}.txt`;
  const digest = createHash('sha256').update(name).digest('hex');
  const group = `${part} ${label}`;
  groups.set(group, groups.get(group) ?? []);
  groups.get(group).push({ part, name, digest, text });
}

const tar = pack();
for (const group of groups.values()) {
  const byDigest = group.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const chosen = byDigest
    .slice(0, REVIEWS_OF_CLASS[group[0].part])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, text } of chosen) tar.entry({ name, mtime: PUBLISHED, mode: 0o644 }, text);
}
tar.finalize();
const unpacked = await buffer(tar);

const UNKNOWN_SYSTEM = 255;
const zipped = gzipSync(unpacked, { level: 9 });
zipped[9] = UNKNOWN_SYSTEM;
const folder = fileURLToPath(new URL('../../../samples/imdb/', import.meta.url));
await mkdir(folder, { recursive: true });
await writeFile(`${folder}aclImdb-sample.tar.gz`, zipped);
console.log(`${folder}aclImdb-sample.tar.gz: ${zipped.length} bytes, ${unpacked.length} unpacked`);
