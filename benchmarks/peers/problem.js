/** A problem of the step benchmark as files that Python reads. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tensor } from '@tensorflow/tfjs-core';
import { randomStream } from '../../packages/random/dist/index.js';
import { compile, entries, record, runOnce, unflatten } from '../../packages/tfjs-onnx/dist/index.js';
import { inputSignature, pick, problems, randomBatch } from '../problems.js';

/**
 * Writes `problem.json` and, as raw numbers, the parameters by their flat names, one batch, and our logits for both,
 * which a peer has to find before it is timed.
 */
export async function writeProblem(folder, { model: modelName, phase, batchSize, steps, threads }) {
  const problem = problems[modelName]('standard');
  const random = randomStream(0);
  const batch = randomBatch(problem, random.derive('batch'), batchSize);
  const parameters = await runOnce(() => problem.model.init(random.derive('parameters')));
  const specs = record(() => problem.model.init(randomStream(0)), {}).outputs;
  const shapes = Object.fromEntries(entries(specs).map(([name, { shape }]) => [name, shape]));
  const signature = inputSignature(problem, batchSize);
  const forward = await compile((tensors) => {
    const made = entries(parameters).map(([name, data]) => tensor(data, shapes[name]));
    return problem.model.apply(unflatten(parameters, made), tensors).logits;
  }, signature);
  const logits = await forward.run(pick(batch, problem.inputs));
  await forward.dispose();
  const fields = Object.entries({ ...signature, label: whole(problem.fields.label, batchSize) });
  const parts = {
    parameters: entries(parameters).map(([name, data]) => [name, { data, shape: shapes[name] }]),
    batch: fields.map(([name, { shape }]) => [name, { data: batch[name], shape }]),
    reference: [['logits', { data: logits, shape: logitsShape(problem, batchSize, logits) }]],
  };
  const described = {};
  for (const [part, arrays] of Object.entries(parts)) {
    described[part] = {};
    for (const [name, { data, shape }] of arrays) {
      const file = `${part}.${name}.bin`;
      await writeFile(join(folder, file), data);
      described[part][name] = { file, shape, dtype: data instanceof Int32Array ? 'int32' : 'float32' };
    }
  }
  const settings = { model: modelName, phase, mechanism: 'standard', batchSize, steps, threads };
  const optimiser = { name: problem.optimiser.name, ...problem.optimiser.settings };
  await writeFile(
    join(folder, 'problem.json'),
    JSON.stringify({ ...settings, size: problem.size, optimiser, ...described }),
  );
}

const whole = ({ shape }, batchSize) => ({ shape: [batchSize, ...shape] });

/** `[B, C]`, or `[B, L, V]` where labels are tokens. */
function logitsShape({ fields }, batchSize, logits) {
  const rows = [batchSize, ...fields.label.shape];
  return [...rows, logits.length / rows.reduce((product, length) => product * length)];
}
