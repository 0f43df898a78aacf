/**
 * Times single steps and prints one line of JSON.
 *
 * Environment: `BENCH_MODEL` (text-classifier, vit, translator), `BENCH_PHASE` (train, infer), `BENCH_ENGINE` (onnx;
 * wasm and tensorflow run the same step op by op in TensorFlow.js), `BENCH_MECHANISM` (standard, optimised, efficient,
 * super), `BENCH_BATCH`, `BENCH_THREADS`, the most threads, `BENCH_STEPS`, how many are timed.
 *
 * A training step draws fresh dropout masks, computes loss and gradients and applies the optimiser to every parameter,
 * until the loss is read. An inference step is a forward pass without dropout, until all logits are read, which onnx puts
 * into the array that every step fills. Its parameters are noise, biases included: with those of an untrained model, zeros,
 * it would have less to do.
 */
import { env } from 'node:process';
import { tensor } from '@tensorflow/tfjs-core';
import { randomStream } from '../packages/random/dist/index.js';
import { compile, mapTree } from '../packages/tfjs-onnx/dist/index.js';
import { dropoutMasks, onnxEngine, tensorflowEngine, wasmEngine } from '../packages/training/dist/index.js';
import { inputSignature, pick, problems, randomBatch, trainingProblem } from './problems.js';
import { choice, count } from './settings.js';
import { timed } from './timing.js';

const engines = {
  onnx: { peer: 'better-attention', open: onnxEngine, forward: compiledForward },
  wasm: { peer: 'tfjs-wasm', open: () => wasmEngine(), forward: eagerForward },
  tensorflow: { peer: 'tfjs-node', open: tensorflowEngine, forward: eagerForward },
};
const phases = { train: trainingStep, infer: inferenceStep };
const modelName = choice('BENCH_MODEL', Object.keys(problems));
const phase = choice('BENCH_PHASE', Object.keys(phases));
const { peer, open, forward } = engines[choice('BENCH_ENGINE', Object.keys(engines))];
const mechanism = env.BENCH_MECHANISM ?? 'standard';
const problem = problems[modelName](mechanism);
const batchSize = count('BENCH_BATCH', problem.batchSize);
const mostThreads = count('BENCH_THREADS', 2);
const steps = count('BENCH_STEPS', problem.steps);

const random = randomStream(0);
const batch = randomBatch(problem, random, batchSize);
const engine = await open({ threads: mostThreads });
const started = performance.now();
const { step, threads } = await phases[phase]();
const preparation = performance.now() - started;

console.log(
  JSON.stringify({
    peer,
    version: Object.entries(engine.versions)
      .map((each) => each.join(' '))
      .join(', '),
    model: modelName,
    phase,
    mechanism,
    batch: batchSize,
    threads,
    parameters: problem.model.parameterCount,
    ms_preparation: preparation,
    ...(await timed(step, steps)),
  }),
);

async function trainingStep() {
  const trainer = await prepared();
  let masks;
  return {
    threads: trainer.threads,
    step: (number) => {
      masks = dropoutMasks(trainer.dropoutSites, random.derive('dropout', number), masks);
      return trainer.train({ batch, masks });
    },
  };
}

async function inferenceStep() {
  const given = pick(batch, problem.inputs);
  const { run, threads } = await forward(inputSignature(problem, batchSize));
  const into = await run(given);
  return { threads, step: () => run(given, { into }) };
}

/** The logits by one graph, whose constants the parameters are. */
function compiledForward(signature) {
  const { model } = problem;
  return compile(
    (tensors) => {
      const noise = random.derive('parameters');
      const parameters = mapTree(model.init(noise), ({ shape, size }) =>
        tensor(
          Float32Array.from({ length: size }, () => noise.uniform() / 10),
          shape,
        ),
      );
      return model.apply(parameters, tensors).logits;
    },
    signature,
    { threads: mostThreads },
  );
}

/** The logits op by op. */
async function eagerForward(signature) {
  const trainer = await prepared();
  const logits = (parameters, tensors) => ({ logits: problem.model.apply(parameters, tensors).logits });
  const { run } = await trainer.compile(logits, signature);
  return { run, threads: trainer.threads };
}

function prepared() {
  return engine.prepare(trainingProblem(problem, { batchSize }), random.derive('parameters'));
}
