import { add, grad, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import {
  normal,
  numbersOf,
  outputAt,
  pointsOf,
  SELF,
  SIZES,
  type Subject,
  subjectAt,
  type Tried,
} from './subject.js';

/** Steps of the central differences, each tried with its half; where one of them agrees, a kink isn't between. */
const STEPS = [0.08, 0.02, 0.005];
/** Of the derivative's own size, and of the root of how many numbers the input has: what float32 leaves of it. */
const TOLERANCE = 3e-3;

/** Whether gradients are those of finite differences, along a random direction of each input and parameter. */
export function* checkGradients(tried: Tried): Iterable<string> {
  for (const [size, causal] of [
    [SIZES[1], false],
    [SELF, true],
  ] as const) {
    if (size === undefined || (causal && !tried.mechanism.supportsCausal)) continue;
    yield* checkSubject(subjectAt(tried, size), causal);
  }
}

function* checkSubject(subject: Subject, causal: boolean): Iterable<string> {
  const points = pointsOf(subject);
  const tensors = points.map(([, each]) => each);
  const where = `${subject.where}${causal ? ', causal' : ''}`;
  for (const [at, [name, point]] of points.entries()) {
    const loss = lossOf(subject, causal, tensors, at);
    const direction = normal(`direction of ${name}`, point.shape);
    const gradient = gradientOf(loss.tensor, point);
    if (typeof gradient === 'string') {
      yield `gradient (${where}): ${name}: ${gradient}`;
      continue;
    }
    const slope = sum(mul(gradient, direction)).dataSync()[0] as number;
    const differences = STEPS.map((step) => extrapolated(loss.value, point, direction, step));
    const nearest = differences.reduce((a, b) => (Math.abs(a - slope) <= Math.abs(b - slope) ? a : b));
    const allowed = TOLERANCE * (Math.abs(slope) + Math.sqrt(point.size));
    if (Math.abs(nearest - slope) <= allowed) continue;
    yield `gradient (${where}): along a direction of ${name} it is ${slope.toPrecision(4)}, by finite differences ` +
      `${nearest.toPrecision(4)}; compute by operations of tf, which have theirs, or mend your customGrad`;
  }
}

/** The output times fixed random numbers, summed up, as a function of one of the tensors. */
function lossOf(subject: Subject, causal: boolean, tensors: readonly Tensor[], at: number) {
  const probe = normal('probe', subject.query.shape);
  const outputOf = (tensor: Tensor) =>
    outputAt(
      subject,
      tensors.map((each, other) => (other === at ? tensor : each)),
      { causal },
    );
  const weights = numbersOf(probe);
  return {
    tensor: (tensor: Tensor) => sum(mul(outputOf(tensor), probe)),
    /** In float64 from the outputs on. */
    value: (tensor: Tensor) =>
      numbersOf(outputOf(tensor)).reduce(
        (total, each, index) => total + each * (weights[index] as number),
        0,
      ),
  };
}

/** The gradient, or why there is none. */
function gradientOf(loss: (tensor: Tensor) => Tensor, point: Tensor): Tensor | string {
  try {
    return grad(loss)(point);
  } catch (error) {
    const message = (error as Error).message;
    const [, kernel] = /gradient function not found for (\w+)/.exec(message) ?? [];
    if (kernel !== undefined)
      return `TensorFlow.js has none for ${kernel}; write it with other operations, or with tf.customGrad`;
    if (/Cannot compute gradient/.test(message))
      return 'it has no influence on the output by way of operations of tf; use it, or leave it out';
    throw error;
  }
}

/** Central differences with the step and its half, extrapolated to the step 0. */
function extrapolated(
  loss: (tensor: Tensor) => number,
  point: Tensor,
  direction: Tensor,
  step: number,
): number {
  const central = (h: number) =>
    (loss(add(point, mul(direction, h))) - loss(add(point, mul(direction, -h)))) / (2 * h);
  return (4 * central(step / 2) - central(step)) / 3;
}
