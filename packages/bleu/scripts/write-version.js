/** Writes `src/version.ts` from package.json, before each build. */
import { readFileSync, writeFileSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const source = `/** This package with its version; written by the build from package.json. */
export const VERSION = '${name}@${version}';
`;
writeFileSync(new URL('../src/version.ts', import.meta.url), source);
