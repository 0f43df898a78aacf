/** The other process of a test: prints the names of mechanisms’ files, or why they can’t be loaded, one after another. */
import { loadMechanism } from '../../../src/mechanism-file/load-mechanism.js';

const [, , ...paths] = process.argv;
const outcomes: string[] = [];
for (const path of paths) {
  const { name, message } = await loadMechanism(path).then(
    (loaded) => ({ ...loaded, message: undefined }),
    (error: Error) => error,
  );
  outcomes.push(message ?? name);
}
console.log(JSON.stringify(outcomes));
