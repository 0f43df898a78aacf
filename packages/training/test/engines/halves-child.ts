/** A process that trains on two threads, says so, and ends in the way that it is given. */
import { randomStream } from '@better-attention/random';
import { onnxEngine } from '../../src/index.js';
import { train } from './steps.js';
import { batches, textProblem } from './text-problem.js';

const engine = await onnxEngine({ threads: 2 });
const trainer = await engine.prepare(textProblem(), randomStream(0));
await train(trainer, 0, 2, batches(32));
console.log(`${trainer.threads} threads`);

const ways: Record<string, () => unknown> = {
  end: () => {},
  dispose: () => trainer.dispose(),
  exit: () => {
    train(trainer, 2, 1, batches(32));
    process.exit();
  },
  run: () => train(trainer, 2, 1e6, batches(32)),
};
await ways[process.argv[2] as string]?.();
