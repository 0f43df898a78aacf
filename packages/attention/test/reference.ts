/**
 * The mechanisms in float64, written from the equations of their papers with loops over single numbers; shares nothing
 * with the package under test.
 */
export type Matrix = number[][];

interface ReferenceDense {
  kernel: Matrix;
  bias?: number[];
}

export interface ReferenceParameters {
  query: ReferenceDense;
  key?: ReferenceDense;
  value?: ReferenceDense;
  alignment?: Matrix | Matrix[];
  keyProjection?: Matrix;
  valueProjection?: Matrix;
  output: ReferenceDense;
}

export interface ReferenceInputs {
  heads: number;
  /** `[B][L][D]` each */
  query: Matrix[];
  key: Matrix[];
  value: Matrix[];
  /** Whether query t of example b may attend to key j, causality aside. */
  mayAttend(b: number, t: number, j: number): boolean;
  causal: boolean;
  /** The ω of performer attention, `[m][K]`. */
  features: Matrix;
}

export interface ReferenceResult {
  /** `[B][Lq][D]` */
  output: Matrix[];
  /** `[B][H][Lq][Lk]`, or `[B][H][Lq][k]` over projected keys */
  weights: Matrix[][];
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
  const [Q, K, V] = [inputs.query[b], inputs.key[b], inputs.value[b]] as [Matrix, Matrix, Matrix];
  const width = Q[0]?.length as number;
  const headWidth = width / inputs.heads;
  const allowed = (t: number, j: number) => inputs.mayAttend(b, t, j) && (!inputs.causal || j <= t);
  const keyHidden = (j: number) => Q.every((_, t) => !inputs.mayAttend(b, t, j));

  const projectedQ = linear(Q, parameters.query);
  const projectedK = parameters.key ? linear(K, parameters.key) : K;
  const projectedV = parameters.value ? linear(V, parameters.value) : V;

  const weights: Matrix[] = [];
  const concatenated = Q.map(() => new Array<number>(width).fill(0));
  for (let head = 0; head < inputs.heads; head++) {
    const first = head * headWidth;
    const columns = (rows: Matrix) => rows.map((row) => row.slice(first, first + headWidth));
    const shared = mechanism === 'multi-query';
    const Qi = columns(projectedQ);
    let Ki = shared ? projectedK : columns(projectedK);
    let Vi = shared ? projectedV : columns(projectedV);
    const visible = (rows: Matrix) => rows.map((row, j) => (keyHidden(j) ? row.map(() => 0) : row));
    if (mechanism === 'super') {
      const W = alignmentOf(parameters, head);
      Vi = product(inputs.causal ? W.map((row, j) => row.map((w, i) => (i <= j ? w : 0))) : W, visible(Vi));
    }
    const linformer = mechanism === 'linformer';
    if (linformer) {
      Ki = product(parameters.keyProjection as Matrix, visible(Ki));
      Vi = product(parameters.valueProjection as Matrix, visible(Vi));
    }
    const S = Qi.map((query, t) => {
      const anyAllowed = K.some((_, j) => allowed(t, j));
      const allowedKeys = Ki.map((_, j) => (linformer ? anyAllowed : allowed(t, j)));
      if (mechanism === 'performer') return kernelWeights(query, Ki, allowedKeys, inputs.features);
      return softmax(
        Ki.map((key) => dot(query, key) / Math.sqrt(headWidth)),
        allowedKeys,
      );
    });
    weights.push(S);
    product(S, Vi).forEach((row, t) => {
      row.forEach((element, column) => {
        (concatenated[t] as number[])[first + column] = element;
      });
    });
  }
  const output = linear(concatenated, parameters.output).map((row, t) =>
    K.some((_, j) => allowed(t, j)) ? row : row.map(() => 0),
  );
  return { output, weights };
}

function alignmentOf({ alignment }: ReferenceParameters, head: number): Matrix {
  const perHead = alignment as Matrix[];
  return typeof perHead[0]?.[0] === 'number' ? (alignment as Matrix) : (perHead[head] as Matrix);
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
