/** Writes which sources a build is made from, after each build: for `requireCurrentBuild`, and for the records of those who install it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildStamp } from '../dist/workspace/provenance.js';

const stamp = await buildStamp(fileURLToPath(new URL('../../..', import.meta.url)));
writeFileSync(new URL('../dist/sources.json', import.meta.url), `${JSON.stringify(stamp, null, 2)}\n`);
