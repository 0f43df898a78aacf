/** jax-js, which is no dependency of the repository: looked for in `.peers`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PEERS = fileURLToPath(new URL('../../.peers/', import.meta.url));
const FOLDER = join(PEERS, 'node_modules', '@jax-js', 'jax');

/** The library and its version. Ends the process where it isn't installed. */
export async function loadJaxJs() {
  const { version, module } = description();
  return { version, jax: await import(pathToFileURL(join(FOLDER, module)).href) };
}

function description() {
  try {
    return JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.error('jax-js is not installed; run: npm install --prefix .peers @jax-js/jax@0.1.25');
    return process.exit(1);
  }
}
