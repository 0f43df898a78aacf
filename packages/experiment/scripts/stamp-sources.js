/** Writes which sources a build is made from, after each build, for `requireCurrentBuild`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packagesHash, TRAINED_CODE } from '../dist/workspace/provenance.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const hash = await packagesHash(root, TRAINED_CODE);
writeFileSync(new URL('../dist/sources.sha256', import.meta.url), `${hash}\n`);
