import { randomStream } from '@better-attention/random';
import { sum, Tensor } from '@tensorflow/tfjs-core';
import {
  distance,
  layerAt,
  numbersOf,
  SIZES,
  type Subject,
  subjectAt,
  type Tried,
  tensorsOf,
} from './subject.js';

const TOLERANCE = 1e-4;

/** Layers of several sizes, what they hold, and what they give. */
export function* checkForm(tried: Tried): Iterable<string> {
  for (const size of SIZES) {
    const layer = layerAt(tried, size);
    const parameters = layer.init(randomStream(1));
    const leaves = tensorsOf(parameters);
    const where = `heads ${size.heads}, modelWidth ${size.modelWidth}`;
    const other = leaves.find(([, leaf]) => !(leaf instanceof Tensor));
    if (other !== undefined) {
      yield `init (${where}): '${other[0]}' is no tensor; return tensors by name`;
      return;
    }
    const held = leaves.reduce((total, [, { size: numbers }]) => total + numbers, 0);
    if (held !== layer.parameterCount) {
      yield `parameterCount (${where}): it says ${layer.parameterCount}, init makes ${held}: ` +
        `${leaves.map(([path, { shape }]) => `${path} [${shape}]`).join(', ')}; count what init makes`;
      return;
    }
    const again = tensorsOf(layer.init(randomStream(1)));
    const unlike = leaves.find(([, leaf], at) => distance(leaf, again[at]?.[1] as Tensor) > 0);
    if (unlike !== undefined) {
      yield `init (${where}): '${unlike[0]}' differs between two streams of the same seed; draw from the stream alone`;
    }
    yield* checkOutputs(subjectAt(tried, size));
  }
}

function* checkOutputs({ layer, parameters, query, key, value, size, where }: Subject): Iterable<string> {
  const result = layer.apply(parameters, { query, key, value }, { returnWeights: true });
  const { output, weights } = result;
  const expected = [size.batch, size.queries, size.modelWidth];
  if (output.shape.join() !== expected.join()) {
    yield `output (${where}): expected shape [${expected}], got [${output.shape}]`;
    return;
  }
  const plain = layer.apply(parameters, { query, key, value }).output;
  const apart = distance(plain, output);
  if (!Number.isFinite(apart) || output.dataSync().some((each) => !Number.isFinite(each))) {
    yield `output (${where}): NaN or ∞ for standard normal inputs; mind divisions by 0 and exponentials of large numbers`;
    return;
  }
  if (apart > TOLERANCE) {
    yield `output (${where}): differs by ${apart.toPrecision(2)} where weights are asked for; compute the same either way`;
  }
  if (weights === undefined) {
    yield `weights (${where}): none, though they are asked for; return them from attend where needsWeights is true`;
    return;
  }
  const sums = numbersOf(sum(weights, -1));
  const worst = sums.reduce((worst, each) => (Math.abs(each - 1) > Math.abs(worst - 1) ? each : worst), 1);
  if (Math.abs(worst - 1) > TOLERANCE || sums.some(Number.isNaN)) {
    yield `weights (${where}): a row sums to ${worst.toPrecision(4)}; divide each by its sum over the keys`;
  }
}
