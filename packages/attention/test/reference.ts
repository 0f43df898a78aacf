/**
 * The mechanisms in float64, written from the equations of their papers with loops over single numbers; shares nothing
 * with the package under test but the random directions of performer attention.
 */
import { performerFeatures } from '../src/index.js';

export type Matrix = number[][];

interface ReferenceDense {
  readonly kernel: Matrix;
  readonly bias?: number[];
}

export interface ReferenceParameters {
  readonly query: ReferenceDense;
  readonly key?: ReferenceDense;
  readonly value?: ReferenceDense;
  readonly alignment?: Matrix | Matrix[];
  readonly keyProjection?: Matrix;
  readonly valueProjection?: Matrix;
  readonly output: ReferenceDense;
}

export interface ReferenceInputs {
  readonly heads: number;
  /** `[B][L][D]` each */
  readonly query: Matrix[];
  readonly key: Matrix[];
  readonly value: Matrix[];
  /** Whether query t of example b may attend to key j, causality aside. */
  mayAttend(b: number, t: number, j: number): boolean;
  readonly causal: boolean;
  /** The mechanism's own options. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ReferenceResult {
  /** `[B][Lq][D]` */
  readonly output: Matrix[];
  /** `[B][H][Lq][Lk]`, or over fewer keys that these are projected to */
  readonly weights: Matrix[][];
}

/** What one head of one example computes from. */
interface Head extends Pick<ReferenceInputs, 'causal' | 'options'> {
  readonly index: number;
  readonly parameters: ReferenceParameters;
  /** Queries, keys and values, `[L][D]`, projected where there are parameters for it. */
  readonly Q: Matrix;
  readonly K: Matrix;
  readonly V: Matrix;
  /** The head's columns of `[L][D]`. */
  slice(rows: Matrix): Matrix;
  /** Rows of keys or values, zero where every query's mask hides them. */
  visible(rows: Matrix): Matrix;
  /** Whether query t may attend to key j. */
  allowed(t: number, j: number): boolean;
}

/** The weights of a head, `[Lq][Lk]`, and the values that it sums up with them, `[Lk][Dh]`. */
type HeadReference = (head: Head) => { S: Matrix; V: Matrix };

/** One head of each mechanism, by its equations. */
const REFERENCES: Readonly<Record<string, HeadReference>> = {
  standard: dotProducts,
  optimised: dotProducts,
  efficient: dotProducts,
  super(head) {
    const W = alignmentOf(head);
    const lower = W.map((row, j) => row.map((w, i) => (i <= j ? w : 0)));
    return { ...dotProducts(head), V: product(head.causal ? lower : W, head.visible(head.slice(head.V))) };
  },
  linformer({ Q, K, V, slice, visible, allowed, parameters }) {
    const projectedK = product(parameters.keyProjection as Matrix, visible(slice(K)));
    const projectedV = product(parameters.valueProjection as Matrix, visible(slice(V)));
    const any = (t: number) => K.some((_, j) => allowed(t, j));
    return { S: softmaxOfDotProducts(slice(Q), projectedK, any), V: projectedV };
  },
  performer({ Q, K, V, slice, allowed, options }) {
    const keys = slice(K);
    const features = performerFeatures(options.features as number, keys[0]?.length as number);
    const S = slice(Q).map((query, t) =>
      kernelWeights(
        query,
        keys,
        keys.map((_, j) => allowed(t, j)),
        features,
      ),
    );
    return { S, V: slice(V) };
  },
  'multi-query': ({ Q, K, V, slice, allowed }) => ({ S: softmaxOfDotProducts(slice(Q), K, allowed), V }),
};

/** The options of its own that a mechanism is compared with, where they aren't the defaults, by the number of keys. */
const OPTIONS: Readonly<Record<string, (keys: number) => Record<string, unknown>>> = {
  linformer: (keys) => ({ projectedLength: Math.ceil(keys / 2) }),
  performer: () => ({ features: 6 }),
};

/** The options of its own that a mechanism is compared with. */
export function referenceOptions(mechanism: string, keys: number): Record<string, unknown> {
  return OPTIONS[mechanism]?.(keys) ?? {};
}

/** Multi-head attention by a mechanism's name. */
export function referenceAttention(
  mechanism: string,
  parameters: ReferenceParameters,
  inputs: ReferenceInputs,
): ReferenceResult {
  const examples = inputs.query.map((_, b) => attendOne(mechanism, parameters, inputs, b));
  return { output: examples.map(({ output }) => output), weights: examples.map(({ weights }) => weights) };
}

function attendOne(
  mechanism: string,
  parameters: ReferenceParameters,
  inputs: ReferenceInputs,
  b: number,
): { output: Matrix; weights: Matrix[] } {
  const reference = REFERENCES[mechanism];
  if (reference === undefined) throw new Error(`reference: '${mechanism}' has none in ${import.meta.url}`);
  const [Q, K, V] = [inputs.query[b], inputs.key[b], inputs.value[b]] as [Matrix, Matrix, Matrix];
  const allowed = (t: number, j: number) => inputs.mayAttend(b, t, j) && (!inputs.causal || j <= t);
  const keyHidden = (j: number) => Q.every((_, t) => !inputs.mayAttend(b, t, j));

  const projected = {
    Q: linear(Q, parameters.query),
    K: parameters.key ? linear(K, parameters.key) : K,
    V: parameters.value ? linear(V, parameters.value) : V,
  };
  const weights: Matrix[] = [];
  const concatenated = Q.map((): number[] => []);
  for (let index = 0; index < inputs.heads; index++) {
    const { S, V: values } = reference({
      ...inputs,
      index,
      parameters,
      ...projected,
      slice: (rows) => {
        const width = (rows[0]?.length as number) / inputs.heads;
        return rows.map((row) => row.slice(index * width, (index + 1) * width));
      },
      visible: (rows) => rows.map((row, j) => (keyHidden(j) ? row.map(() => 0) : row)),
      allowed,
    });
    weights.push(S);
    product(S, values).forEach((row, t) => {
      concatenated[t]?.push(...row);
    });
  }
  const output = linear(concatenated, parameters.output).map((row, t) =>
    K.some((_, j) => allowed(t, j)) ? row : row.map(() => 0),
  );
  return { output, weights };
}

/** `S = softmax(Q Kᵀ / √Dh)` and V, of the head's columns. */
function dotProducts({ Q, K, V, slice, allowed }: Head): { S: Matrix; V: Matrix } {
  return { S: softmaxOfDotProducts(slice(Q), slice(K), allowed), V: slice(V) };
}

function softmaxOfDotProducts(
  queries: Matrix,
  keys: Matrix,
  allowed: (t: number, j: number) => boolean,
): Matrix {
  return queries.map((query, t) =>
    softmax(
      keys.map((key) => dot(query, key) / Math.sqrt(query.length)),
      keys.map((_, j) => allowed(t, j)),
    ),
  );
}

function alignmentOf({ parameters: { alignment }, index }: Head): Matrix {
  const perHead = alignment as Matrix[];
  return typeof perHead[0]?.[0] === 'number' ? (alignment as Matrix) : (perHead[index] as Matrix);
}

function softmax(scores: number[], allowed: boolean[]): number[] {
  const largest = Math.max(...scores.filter((_, j) => allowed[j]));
  const powers = scores.map((score, j) => (allowed[j] ? Math.exp(score - largest) : 0));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => (total === 0 ? 0 : power / total));
}

/** FAVOR+ by its definition: each allowed key's share of Σ_r φ_r(q) (φ_r(k) + ε), ε = 10⁻⁶. */
function kernelWeights(query: number[], keys: Matrix, allowed: boolean[], features: Matrix): number[] {
  const phi = (x: number[]) => {
    const scaled = x.map((element) => element / query.length ** 0.25);
    return features.map((omega) => Math.exp(dot(omega, scaled) - dot(scaled, scaled) / 2));
  };
  const ofQuery = phi(query);
  const kernel = keys.map((key, j) => {
    const ofKey = phi(key).map((feature) => feature + 1e-6);
    return allowed[j] ? dot(ofQuery, ofKey) : 0;
  });
  const total = kernel.reduce((sum, element) => sum + element, 0);
  return kernel.map((element) => (total === 0 ? 0 : element / total));
}

function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

function product(A: Matrix, B: Matrix): Matrix {
  const columns = (B[0] as number[]).map((_, column) => B.map((row) => row[column] as number));
  return A.map((row) => columns.map((column) => dot(row, column)));
}

function linear(X: Matrix, { kernel, bias }: ReferenceDense): Matrix {
  return product(X, kernel).map((row) => row.map((element, column) => element + (bias?.[column] ?? 0)));
}
