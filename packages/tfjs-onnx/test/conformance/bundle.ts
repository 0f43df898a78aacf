import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'rolldown';

const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const core = pathTo('../../node_modules/@tensorflow/tfjs-core/dist');

/** One file with TensorFlow.js, its published specs and this package on one copy of the engine; the specs can't be imported as they are. */
const bundle: BuildOptions = {
  input: { main: pathTo('main.ts') },
  platform: 'node',
  external: [/^onnxruntime-node/, /^jasmine-core/],
  treeshake: false,
  resolve: {
    extensions: ['.js'],
    extensionAlias: { '.js': ['.ts', '.js'] },
    alias: {
      '@tensorflow/tfjs-core/dist': core,
      '@tensorflow/tfjs-core': `${core}/index.js`,
    },
  },
  checks: { eval: false },
  output: { dir: pathTo('../../node_modules/.cache/conformance'), format: 'cjs', codeSplitting: false },
};

export default bundle;
