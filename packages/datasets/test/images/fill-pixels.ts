/** A process that adds images to a file until it may not any more, and says why. */
import { pixelFile } from '../../src/images/pixel-store.js';

const length = Number(process.argv[2]);
const { append } = pixelFile(length);
try {
  for (let count = 0; count < 100; count++) append(new Uint8Array(length).fill(1));
  console.log('there was room');
} catch (error) {
  console.log((error as Error).message);
}
