import { mkdir, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

const UNKNOWN_SYSTEM = 255;

/** The path that the command line names, or an error that says what to name. */
export function argument(script, expected) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error(`${script}: expected the path of ${expected}, got no argument`);
  return path;
}

/** Gzipped bytes, the same on every system with one version of Node.js. */
export function zipped(bytes) {
  const result = gzipSync(bytes, { level: 9 });
  result[9] = UNKNOWN_SYSTEM;
  return result;
}

/** A tar archive of members given as name and content, in their order. */
export async function tarOf(members, mtime) {
  const tar = pack();
  for (const [name, content] of members) tar.entry({ name, mtime, mode: 0o644 }, content);
  tar.finalize();
  return buffer(tar);
}

/** Writes a file of the embedded sample of a data set. */
export async function writeSample(dataset, name, bytes) {
  const folder = fileURLToPath(new URL(`../../../samples/${dataset}/`, import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}${name}`, bytes);
  console.log(`${folder}${name}: ${bytes.length} bytes`);
}

/** The positions of the first `count` of each label, in their order. */
export function firstOfEach(labels, count) {
  const taken = new Map();
  return [...labels.keys()].filter((position) => {
    const before = taken.get(labels[position]) ?? 0;
    taken.set(labels[position], before + 1);
    return before < count;
  });
}
