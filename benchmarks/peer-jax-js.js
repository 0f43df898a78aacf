/**
 * Times single steps of the text classifier in jax-js and prints one line of JSON, as `step.js` does for ours.
 *
 *     npm install --prefix .peers @jax-js/jax@0.1.25
 *     node benchmarks/peer-jax-js.js
 *
 * Environment: `BENCH_PHASE` (train, infer), `BENCH_BATCH`, `BENCH_STEPS`; `BENCH_MODEL` and `BENCH_MECHANISM` have one
 * value here (text-classifier, standard).
 *
 * First it takes some steps without dropout from the same parameters and on the same batch as TensorFlow.js, and fails
 * where losses or logits differ. Then it times: a training step draws fresh dropout masks, computes loss and gradients and
 * applies Adam to every parameter, until the loss is read; an inference step ends when all logits are read. The device
 * is jax-js' `wasm`, which has one thread on Node.
 */
import { randomStream } from '../packages/random/dist/index.js';
import { arraysOf, makeLearner } from './jax-js/learner.js';
import { loadJaxJs } from './jax-js/load.js';
import { referenceValues } from './jax-js/reference.js';
import { textClassifier } from './jax-js/text-classifier.js';
import { problems, randomBatch } from './problems.js';
import { choice, count } from './settings.js';
import { timed } from './timing.js';

const COMPARED_STEPS = 3;
const TOLERANCE = 1e-5;

const phases = { train: trainingStep, infer: inferenceStep };
const modelName = choice('BENCH_MODEL', ['text-classifier']);
const mechanism = choice('BENCH_MECHANISM', ['standard']);
const phase = choice('BENCH_PHASE', Object.keys(phases));
const problem = problems[modelName](mechanism);
const batchSize = count('BENCH_BATCH', problem.batchSize);
const steps = count('BENCH_STEPS', problem.steps);

const { jax, version } = await loadJaxJs();
const { jit, numpy: np, tree } = jax;
const apply = textClassifier(jax, problem.size);
const forward = jit((parameters, tokens) => {
  const logits = apply(parameters, tokens, (x) => x);
  tree.dispose(parameters);
  return logits;
});

const arrays = randomBatch(problem, randomStream(0), batchSize);
const batch = {
  tokens: np.array(arrays.tokens).reshape([batchSize, -1]),
  labels: np.array(Float32Array.from(arrays.label)),
};
const reference = await referenceValues(problem, { batch: arrays, batchSize, steps: COMPARED_STEPS });
const difference = await greatestDifference();
if (!(difference <= TOLERANCE)) {
  throw new Error(`jax-js: losses or logits differ from TensorFlow.js' by ${difference}, above ${TOLERANCE}`);
}

const started = performance.now();
const step = phases[phase]();
const preparation = performance.now() - started;

console.log(
  JSON.stringify({
    peer: 'jax-js',
    version: `@jax-js/jax ${version}`,
    model: modelName,
    phase,
    mechanism,
    batch: batchSize,
    threads: 1,
    parameters: problem.model.parameterCount,
    greatest_difference: difference,
    ms_preparation: preparation,
    ...(await timed(step, steps)),
  }),
);

/** How far the losses of some steps without dropout, and the logits after them, are from the reference. */
async function greatestDifference() {
  const learner = learnerWith(0);
  const found = [];
  for (let taken = 0; taken < COMPARED_STEPS; taken++) found.push(await learner.train());
  found.push(...(await logitsOf(learner.parameters())));
  const expected = [...reference.losses, ...reference.logits];
  return Math.max(...expected.map((value, at) => Math.abs(value - found[at])));
}

function trainingStep() {
  return learnerWith(problem.size.dropout).train;
}

function inferenceStep() {
  const parameters = arraysOf(jax, reference.parameters);
  return () => logitsOf(parameters);
}

function learnerWith(dropout) {
  const { parameters } = reference;
  return makeLearner(jax, { apply, parameters, batch, optimiser: problem.optimiser, dropout });
}

function logitsOf(parameters) {
  return forward(tree.ref(parameters), batch.tokens.ref).data();
}
