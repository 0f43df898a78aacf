/**
 * The four mechanisms in float64, written from the paper's table of equations with loops over single numbers; shares
 * nothing with the package under test.
 */
export type Matrix = number[][];

export interface ReferenceDense {
  kernel: Matrix;
  bias?: number[];
}

export interface ReferenceParameters {
  query: ReferenceDense;
  key?: ReferenceDense;
  value?: ReferenceDense;
  alignment?: Matrix | Matrix[];
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
}

export interface ReferenceResult {
  /** `[B][Lq][D]` */
  output: Matrix[];
  /** `[B][H][Lq][Lk]` */
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
    const [Qi, Ki] = [columns(projectedQ), columns(projectedK)];
    let Vi = columns(projectedV);
    if (mechanism === 'super') {
      const visible = Vi.map((row, j) => (keyHidden(j) ? row.map(() => 0) : row));
      const W = alignmentOf(parameters, head);
      Vi = product(inputs.causal ? W.map((row, j) => row.map((w, i) => (i <= j ? w : 0))) : W, visible);
    }
    const S = Qi.map((query, t) => {
      const scores = Ki.map((key) => dot(query, key) / Math.sqrt(headWidth));
      return softmax(
        scores,
        scores.map((_, j) => allowed(t, j)),
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
