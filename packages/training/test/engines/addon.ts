import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Whether the addon of a package is built. */
export function hasAddon(name: string): boolean {
  return existsSync(join(dirname(require.resolve(`${name}/package.json`)), 'lib'));
}

/** For the name of tests that need it: why they are left out, or nothing. */
export function leftOut(name: string): string {
  if (hasAddon(name)) return '';
  return ` (left out: the addon of ${name} is not built; npx pnpm tfjs-node:build${name.endsWith('gpu') ? ' --gpu' : ''} builds it)`;
}
