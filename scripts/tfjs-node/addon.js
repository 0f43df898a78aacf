import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { python, run } from './programs.js';

/** The one inside the pnpm that this repository depends on. */
const NODE_GYP = fileURLToPath(
  new URL('../../node_modules/pnpm/dist/node_modules/node-gyp/bin/node-gyp.js', import.meta.url),
);

const SOURCES = ['binding', 'binding.gyp', 'package.json'];

/**
 * Compiles the addon, in a temporary folder, since the compiler's options can't have the spaces that a path may have.
 * Node's headers are those beside `node`, or else node-gyp downloads them.
 */
export function compileAddon(folder) {
  console.log('compiling the addon');
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include/node/node_api.h'));
  const builder = createRequire(join(folder, 'package.json')).resolve(
    '@mapbox/node-pre-gyp/bin/node-pre-gyp',
  );
  const workplace = mkdtempSync(join(tmpdir(), 'better-attention-addon-'));
  try {
    for (const each of SOURCES) cpSync(join(folder, each), join(workplace, each), { recursive: true });
    symlinkSync(join(folder, 'deps'), join(workplace, 'deps'));
    run('the compilation', process.execPath, [builder, 'install', '--build-from-source'], {
      cwd: workplace,
      env: {
        ...process.env,
        npm_config_loglevel: 'warn',
        npm_config_node_gyp: NODE_GYP,
        npm_config_python: python,
        ...(hasHeaders && { npm_config_nodedir: prefix }),
      },
    });
    cpSync(join(workplace, 'lib'), join(folder, 'lib'), { recursive: true });
  } finally {
    rmSync(workplace, { recursive: true });
  }
}

/** Multiplies two matrices. Node 23 removed two functions that tfjs-node calls. */
const CHECK = `
const utilities = require('node:util');
utilities.isNullOrUndefined ??= (value) => value === null || value === undefined;
utilities.isArray ??= Array.isArray;
const tf = require(process.argv[1]);
const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync().join();
if (tf.getBackend() !== 'tensorflow') throw new Error('backend: expected tensorflow, got ' + tf.getBackend());
if (product !== '19,22,43,50') throw new Error('product: expected 19,22,43,50, got ' + product);
const { binding, isGPUPackage, isUsingGpuDevice } = tf.backend();
const device = isUsingGpuDevice ? 'GPU' : isGPUPackage ? 'CPU, as it sees no GPU here' : 'CPU';
console.log('TensorFlow ' + binding.TF_Version + ' on the ' + device);
`;

/** Whether a package's addon works; `what` is the TensorFlow that it runs, or else why not. */
export function checkAddon(folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-deprecation', '-e', CHECK, folder], {
    encoding: 'utf8',
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env },
  });
  const lines = stdout.trim().split('\n');
  return status === 0 ? { works: true, what: lines.at(-1) } : { works: false, what: stderr.trim() };
}
