/** A process that claims the path that it is given, tells so, and on any input writes a file there and tells how that went. */
import { once } from 'node:events';
import { claimant } from '../src/index.js';

const [, , path, stale = '60000'] = process.argv as unknown as [string, string, string, string?];
const claim = await claimant({ beatMilliseconds: 50, staleMilliseconds: Number(stale) }).tryClaim(path);
console.log(claim ? `claimed ${claim.folder}` : 'held by another');
await once(process.stdin, 'data');
await claim?.write('late.txt', `${process.pid}`).then(
  () => console.log('written'),
  (error: Error) => console.log(error.name),
);
process.exit();
