/**
 * Writes samples/imdb/aclImdb-sample.tar.gz from aclImdb_v1.tar.gz: of each part and class, the reviews whose member
 * name has the smallest SHA-256, as many as below. The same archive gives the same bytes on one version of Node.js.
 *
 *   node packages/datasets/scripts/make-imdb-sample.js path/to/aclImdb_v1.tar.gz
 */
import { createHash } from 'node:crypto';
import { readImdb } from '../dist/index.js';
import { argument, tarOf, writeSample, zipped } from './sample.js';

const REVIEWS_OF_CLASS = { train: 1_000, test: 250 };
const PUBLISHED = new Date('2011-06-26T00:00:00Z');

const archive = argument('make-imdb-sample', 'aclImdb_v1.tar.gz');

const groups = new Map();
for await (const { part, label, rating, id, text } of readImdb(archive)) {
  const name = `aclImdb/${part}/${label === 1 ? 'pos' : 'neg'}/${id}_${rating}.txt`;
  const digest = createHash('sha256').update(name).digest('hex');
  const group = `${part} ${label}`;
  groups.set(group, groups.get(group) ?? []);
  groups.get(group).push({ part, name, digest, text });
}

const members = [];
for (const group of groups.values()) {
  const byDigest = group.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const chosen = byDigest
    .slice(0, REVIEWS_OF_CLASS[group[0].part])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  members.push(...chosen.map(({ name, text }) => [name, text]));
}
await writeSample('imdb', 'aclImdb-sample.tar.gz', zipped(await tarOf(members, PUBLISHED)));
