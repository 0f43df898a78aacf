import type { Attention, AttentionParameters, NamedMechanism } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import { entries, unflatten } from '@better-attention/tfjs-onnx/recorder';
import { add, type Tensor, type Tensor3D, tensor } from '@tensorflow/tfjs-core';

/** The sizes that a layer is tried with. */
export interface Size {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly heads: number;
  readonly modelWidth: number;
}

/** A layer with parameters and inputs. */
export interface Subject {
  readonly size: Size;
  /** The size in words, as a finding names it. */
  readonly where: string;
  readonly layer: Attention;
  /** Those of `init` with random numbers added, so that nothing that starts as zero hides. */
  readonly parameters: AttentionParameters;
  readonly query: Tensor3D;
  readonly key: Tensor3D;
  readonly value: Tensor3D;
}

/** A mechanism with the options of its own that it is tried with. */
export interface Tried {
  readonly mechanism: NamedMechanism;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Batches, lengths and heads that differ, so that no axis can be taken for another; queries aren't as many as keys. */
export const SIZES: readonly Size[] = [
  { batch: 1, queries: 3, keys: 3, heads: 1, modelWidth: 4 },
  { batch: 2, queries: 3, keys: 5, heads: 2, modelWidth: 8 },
  { batch: 3, queries: 5, keys: 4, heads: 4, modelWidth: 8 },
];

/** A size of as many queries as keys, as self-attention has it. */
export const SELF: Size = { batch: 2, queries: 4, keys: 4, heads: 2, modelWidth: 8 };

const SPREAD = 0.2;

/** A size in words. */
function wordsOf({ batch, queries, keys, heads, modelWidth }: Size): string {
  return `B ${batch}, Lq ${queries}, Lk ${keys}, H ${heads}, D ${modelWidth}`;
}

/** The layer of a mechanism at a size, which its errors name. */
export function layerAt({ mechanism, options }: Tried, size: Size): Attention {
  const { heads, modelWidth, keys } = size;
  const length = mechanism.fixesContextLength ? { contextLength: keys } : {};
  const layer = naming(size, () => mechanism({ ...length, ...options, heads, modelWidth }));
  return {
    ...layer,
    init: (random) => naming(size, () => layer.init(random)),
    apply: (...given) => naming(size, () => layer.apply(...given)),
  };
}

function naming<Result>(size: Size, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`(${wordsOf(size)}): ${message}`, { cause: error });
  }
}

/** A layer at a size, with what it is applied to. */
export function subjectAt(tried: Tried, size: Size): Subject {
  const layer = layerAt(tried, size);
  const noise = randomStream(2, 'parameters');
  const initial = layer.init(randomStream(1));
  const parameters = withTensors(
    initial,
    tensorsOf(initial).map(([, each]) => add(each, normal('noise', each.shape, SPREAD, noise))),
  );
  const { batch, queries, keys, modelWidth } = size;
  return {
    size,
    where: wordsOf(size),
    layer,
    parameters,
    query: normal('query', [batch, queries, modelWidth]) as Tensor3D,
    key: normal('key', [batch, keys, modelWidth]) as Tensor3D,
    value: normal('value', [batch, keys, modelWidth]) as Tensor3D,
  };
}

/** What the output depends on, by name: query, key and value, then the parameters. */
export function pointsOf({ query, key, value, parameters }: Subject): readonly NamedTensor[] {
  return [['query', query], ['key', key], ['value', value], ...tensorsOf(parameters)];
}

/** The output where the points have other values, in the order of {@link pointsOf}. */
export function outputAt(
  { layer, parameters }: Subject,
  points: readonly Tensor[],
  { causal = false }: { readonly causal?: boolean } = {},
): Tensor3D {
  const [query, key, value, ...own] = points as [Tensor, Tensor, Tensor, ...Tensor[]];
  return layer.apply(withTensors(parameters, own), { query, key, value, causal }).output;
}

/** Standard normal numbers times `scale`, from a stream of their own purpose. */
export function normal(
  purpose: string,
  shape: readonly number[],
  scale = 1,
  random = randomStream(3, purpose),
): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal() * scale),
    [...shape],
  );
}

type NamedTensor = readonly [name: string, tensor: Tensor];

/** The tensors of parameters with their paths, e.g. `query.kernel`. */
export function tensorsOf(parameters: unknown): readonly NamedTensor[] {
  return entries<Tensor>(parameters as Parameters<typeof entries<Tensor>>[0]);
}

/** Parameters of the same form with other tensors, in the order of {@link tensorsOf}. */
function withTensors(parameters: AttentionParameters, tensors: readonly Tensor[]): AttentionParameters {
  return unflatten(parameters, tensors) as unknown as AttentionParameters;
}

/** The numbers of a tensor. */
export function numbersOf(x: Tensor): number[] {
  return Array.from(x.dataSync());
}

/** Of two arrays of one length, by how much the numbers that differ most differ; NaN beside a number is infinitely far. */
export function distance(a: Tensor, b: Tensor): number {
  if (a.shape.join() !== b.shape.join()) return Number.POSITIVE_INFINITY;
  const [left, right] = [a.dataSync(), b.dataSync()];
  let largest = 0;
  for (let at = 0; at < left.length; at++) {
    const [x, y] = [left[at] as number, right[at] as number];
    if (Object.is(x, y) || x === y) continue;
    const difference = Math.abs(x - y);
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return largest;
}
