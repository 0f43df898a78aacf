import { defineConfig } from 'vitest/config';

/** Under it, packages of this repository are imported from their sources. */
const SOURCE = '@better-attention/source';

export default defineConfig({
  ssr: { resolve: { conditions: [SOURCE] } },
  test: {
    include: ['{packages,experiments,examples}/*/test/**/*.test.ts', 'testing/**/*.test.ts'],
    pool: 'forks',
    execArgv: [`--import=${new URL('scripts/sources.js', import.meta.url)}`],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
