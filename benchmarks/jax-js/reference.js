/** What the same steps give in TensorFlow.js. */
import { randomStream } from '../../packages/random/dist/index.js';
import { wasmEngine } from '../../packages/training/dist/index.js';
import { inputSignature, pick, trainingProblem } from '../problems.js';

/**
 * The initial parameters, the losses of some training steps without dropout, and the logits after them.
 *
 * @param problem one of `problems`
 * @param batch the batch of every step
 */
export async function referenceValues(problem, { batch, batchSize, steps }) {
  const engine = await wasmEngine();
  const trainer = await engine.prepare(
    trainingProblem(problem, { batchSize, withDropout: false }),
    randomStream(0).derive('parameters'),
  );
  const parameters = await trainer.readParameters();
  const losses = [];
  for (let step = 0; step < steps; step++) losses.push((await trainer.train({ batch, masks: [] })).loss);
  const forward = await trainer.compile(
    (trained, tensors) => ({ logits: problem.model.apply(trained, tensors).logits }),
    inputSignature(problem, batchSize),
  );
  const { logits } = await forward.run(pick(batch, problem.inputs));
  await trainer.dispose();
  return { parameters, losses, logits };
}
