/**
 * Times single steps and prints one line of JSON.
 *
 * Environment: `BENCH_MODEL` (text-classifier, vit, translator), `BENCH_PHASE` (train, infer), `BENCH_MECHANISM`
 * (standard, optimised, efficient, super), `BENCH_BATCH`, `BENCH_THREADS`, the most threads.
 *
 * A training step draws fresh dropout masks, computes loss and gradients and applies the optimiser to every parameter,
 * until the loss is read. An inference step is a forward pass without dropout, until all logits are in the array that
 * every step fills. Its parameters are noise, biases included: with those of an untrained model, zeros, it would have less to do.
 */
import { env } from 'node:process';
import { tensor } from '@tensorflow/tfjs-core';
import { randomStream } from '../packages/random/dist/index.js';
import { compile, mapTree } from '../packages/tfjs-onnx/dist/index.js';
import { dropoutMasks, onnxEngine } from '../packages/training/dist/index.js';
import { problems } from './problems.js';

const WARM_UP = 0.2;

const phases = { train: trainingStep, infer: inferenceStep };
const modelName = chosen('BENCH_MODEL', Object.keys(problems));
const phase = chosen('BENCH_PHASE', Object.keys(phases));
const mechanism = env.BENCH_MECHANISM ?? 'standard';
const problem = problems[modelName](mechanism);
const batchSize = Number(env.BENCH_BATCH ?? problem.batchSize);
const threads = Number(env.BENCH_THREADS ?? 2);

const random = randomStream(0);
const batch = { ...problem.batch(random, batchSize), weight: new Float32Array(batchSize).fill(1) };
const started = performance.now();
const step = await phases[phase]();
const preparation = performance.now() - started;

const warmUp = Math.ceil(problem.steps * WARM_UP);
const times = [];
for (let number = 0; number < warmUp + problem.steps; number++) {
  const before = performance.now();
  await step(number);
  times.push(performance.now() - before);
}
const measured = times.slice(warmUp).sort((a, b) => a - b);
console.log(
  JSON.stringify({
    peer: 'better-attention',
    model: modelName,
    phase,
    mechanism,
    batch: batchSize,
    threads,
    parameters: problem.model.parameterCount,
    ms_per_step: (measured[(problem.steps - 1) >> 1] + measured[problem.steps >> 1]) / 2,
    ms_min: measured[0],
    ms_preparation: preparation,
    steps: problem.steps,
  }),
);

async function trainingStep() {
  const { model, fields, inputs, measure, optimiser } = problem;
  const engine = await onnxEngine({ threads });
  const trainer = await engine.prepare(
    {
      fields,
      batchSize,
      optimiser,
      init: model.init,
      loss: (parameters, tensors, dropout) =>
        measure(
          model.apply(parameters, pick(tensors, inputs), { dropout }).logits,
          tensors.label,
          tensors.weight,
        ),
    },
    random.derive('parameters'),
  );
  return (number) =>
    trainer.train({ batch, masks: dropoutMasks(trainer.dropoutSites, random.derive('dropout', number)) });
}

async function inferenceStep() {
  const { model, fields, inputs } = problem;
  const signature = Object.fromEntries(
    inputs.map((name) => [name, { ...fields[name], shape: [batchSize, ...fields[name].shape] }]),
  );
  const forward = await compile(
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
    { threads },
  );
  const logits = await forward.run(pick(batch, inputs));
  return () => forward.run(pick(batch, inputs), { into: logits });
}

function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function chosen(variable, known) {
  const name = env[variable] ?? known[0];
  if (known.includes(name)) return name;
  console.error(`${variable}: expected one of ${known.join(', ')}, got '${name}'`);
  process.exit(1);
}
