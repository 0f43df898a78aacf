/** A process that downloads a file: tells how many bytes it has, that it waits, and how it ended. */
import { download } from '../../src/origin/download.js';
import { published } from './server.js';

const [, , url, target, stale] = process.argv as unknown as [string, string, string, string, string];
await download(published(url), target, {
  pauseMilliseconds: 1,
  claims: { beatMilliseconds: 100, staleMilliseconds: Number(stale) },
  progress: ({ activity, done }) => console.log(activity === 'downloading' ? `has ${done}` : activity),
}).then(
  () => console.log('has it'),
  (error: Error) => console.log(error.message),
);
