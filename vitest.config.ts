import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,experiments,examples}/*/test/**/*.test.ts', 'testing/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
