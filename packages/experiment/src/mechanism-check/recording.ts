import { compile, record, sortedNodes, tensorSpec } from '@better-attention/tfjs-onnx';
import { grads, mul, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { CONTRACTIONS } from '../layers/count-layer.js';
import {
  distance,
  normal,
  outputAt,
  pointsOf,
  SELF,
  SIZES,
  type Subject,
  subjectAt,
  type Tried,
} from './subject.js';

const TOLERANCE = 1e-3;

/** What is recorded: query, key and value, then the parameters. */
type Given = { readonly tensors: readonly Tensor[] };

/** Whether the engine that trains can have it: as a graph, with its gradients, to the same numbers. */
export async function* checkRecorded(tried: Tried): AsyncIterable<string> {
  for (const size of [...SIZES.slice(1, 2), SELF]) {
    const subject = subjectAt(tried, size);
    const { where } = subject;
    const given = { tensors: pointsOf(subject).map(([, each]) => each) };
    const specs = { tensors: given.tensors.map(({ shape }) => tensorSpec(shape)) };
    const { graph } = record(({ tensors }: Given) => outputAt(subject, tensors), specs);
    const products = sortedNodes(graph).filter(({ operator }) => CONTRACTIONS.includes(operator)).length;
    if (products !== tried.mechanism.matmulsPerHead) {
      yield `matmulsPerHead (${where}): it says ${tried.mechanism.matmulsPerHead}, ${products} matrix products are recorded; ` +
        'say as many, with all heads in one product';
    }
    const run = ({ tensors }: Given) => resultsOf(subject, tensors);
    const compiled = await compile(run, specs, { threads: 1 });
    const arrays = { tensors: given.tensors.map((each) => each.dataSync() as Float32Array) };
    const results = (await compiled.run(arrays)) as unknown as Record<string, Float32Array>;
    await compiled.dispose();
    for (const [name, eager] of Object.entries(run(given))) {
      const apart = distance(tensor(results[name] as Float32Array, eager.shape), eager);
      if (apart <= TOLERANCE) continue;
      yield `recorded (${where}): ${name} differs by ${apart.toPrecision(2)} from TensorFlow.js; ` +
        "read no tensor's data in project or attend";
    }
  }
}

/** The output, and the gradient of each tensor. */
function resultsOf(subject: Subject, tensors: readonly Tensor[]): Record<string, Tensor> {
  const names = pointsOf(subject).map(([name]) => name);
  const probe = normal('probe', subject.query.shape);
  const gradients = grads((...all: Tensor[]) => sum(mul(outputAt(subject, all), probe)))([...tensors]);
  return {
    output: outputAt(subject, tensors),
    ...Object.fromEntries(names.map((name, at) => [`gradient of ${name}`, gradients[at] as Tensor])),
  };
}
