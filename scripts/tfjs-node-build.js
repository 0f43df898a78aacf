/**
 * Builds the addon of tfjs-node against the TensorFlow library inside PyPI's wheel: for machines that can't reach the
 * hosts that its own installation downloads from, and for cards that are too new for the CUDA 11 that it comes with.
 * In the package's folder in `node_modules` it adds `deps` (headers and libraries) and `lib` (the addon), and changes no file.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkAddon, compileAddon } from './tfjs-node/addon.js';
import { placeLibraries } from './tfjs-node/libraries.js';
import { Refusal } from './tfjs-node/programs.js';
import { checkRequirements } from './tfjs-node/requirements.js';
import { obtainWheel, TENSORFLOW, wheelsFor } from './tfjs-node/wheels.js';

const HELP = `npx pnpm tfjs-node:build [--gpu]

Builds the addon that the engine 'tensorflow' runs on, from TensorFlow ${TENSORFLOW} as PyPI distributes it, and checks it;
where it is built and works, nothing is done. The wheels stay in the cache folder (BETTER_ATTENTION_CACHE, or else
better-attention in XDG_CACHE_HOME or ~/.cache). pip downloads them, so its settings hold (index, proxy, certificates).

  --gpu       the addon of @tensorflow/tfjs-node-gpu, with CUDA 12.2 and cuDNN 8.9 beside it; not yet tried on a card
  -h, --help  this text

Needs Linux x64 with glibc, a C++ compiler, make, Python 3 with pip (PYTHON names another than python3), Node's headers
(where Node came without them: nodejs.org in reach), and 1 GB of disk space (--gpu: 8 GB).`;

function packageFolder(name) {
  try {
    const training = createRequire(new URL('../packages/training/package.json', import.meta.url));
    return dirname(training.resolve(`${name}/package.json`));
  } catch {
    throw new Refusal(`${name} is not installed; run: pnpm install`);
  }
}

function cacheFolder() {
  const { BETTER_ATTENTION_CACHE, XDG_CACHE_HOME } = process.env;
  const cache =
    BETTER_ATTENTION_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'better-attention');
  return join(resolve(cache), 'tfjs-node');
}

async function build(device) {
  const name = device === 'cuda' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
  const folder = packageFolder(name);
  if (existsSync(join(folder, 'lib'))) {
    const found = checkAddon(folder);
    if (found.works) {
      console.log(`${name}: the addon is built and runs ${found.what}`);
      return;
    }
    console.log(`${name}: the addon that is there does not work, it is built anew`);
  }
  const cache = cacheFolder();
  mkdirSync(cache, { recursive: true });
  checkRequirements({ folders: [cache, folder], gigabytes: device === 'cuda' ? 8 : 1 });

  const started = performance.now();
  const wheels = [];
  for (const wheel of wheelsFor(device)) wheels.push(await obtainWheel(wheel, cache));
  placeLibraries(wheels, folder);
  compileAddon(folder);
  const built = checkAddon(folder);
  if (!built.works) throw new Refusal(`the addon was built in ${folder}, and does not work:\n${built.what}`);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${name}: the addon is built (${seconds} s) and runs ${built.what}`);
}

try {
  const { values } = parseArgs({
    options: {
      gpu: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) console.log(HELP);
  else await build(values.gpu ? 'cuda' : 'cpu');
} catch (error) {
  if (error instanceof Refusal) console.error(`tfjs-node:build: ${error.message}`);
  else if (error.code?.startsWith('ERR_PARSE_ARGS'))
    console.error(`tfjs-node:build: ${error.message}; --help lists the options`);
  else console.error(error);
  process.exitCode = 1;
}
