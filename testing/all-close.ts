/** Numbers in any of the forms that tests have them in. */
export type Numbers =
  | number
  | ArrayLike<number>
  | readonly Numbers[]
  | { readonly shape: readonly number[]; dataSync(): ArrayLike<number> };

/** A number is close when `|actual − expected| ≤ absolute + relative · |expected|`; both default to 0. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

interface Flat {
  readonly shape: readonly number[];
  readonly elements: ArrayLike<number>;
}

/**
 * Passes when two arrays have the same shape and close elements. NaN is close to NaN alone, an infinity to itself alone.
 *
 * @throws otherwise: both shapes, or the index and values of the worst element
 */
export function expectAllClose(
  actual: Numbers,
  expected: Numbers,
  { absolute = 0, relative = 0 }: Tolerance,
): void {
  const [found, wanted] = [flat(actual), flat(expected)];
  if (found.shape.join() !== wanted.shape.join()) {
    throw new Error(`all close: expected shape [${wanted.shape}], got [${found.shape}]`);
  }
  let count = 0;
  let worst = { excess: 0, position: -1 };
  for (let position = 0; position < wanted.elements.length; position++) {
    const [a, e] = [found.elements[position] as number, wanted.elements[position] as number];
    const excess = excessOf(a, e, absolute + relative * Math.abs(e));
    if (excess <= 0) continue;
    count++;
    if (excess > worst.excess) worst = { excess, position };
  }
  if (count === 0) return;
  const { position } = worst;
  throw new Error(
    `all close: ${count} of ${wanted.elements.length} elements differ, the worst at ` +
      `[${indexOf(position, wanted.shape)}]: expected ${wanted.elements[position]}, got ${found.elements[position]} ` +
      `(absolute tolerance ${absolute}, relative ${relative})`,
  );
}

/** By how much two numbers are further apart than `tolerance`; infinite where one is not finite and the other unlike it. */
function excessOf(actual: number, expected: number, tolerance: number): number {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return 0;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return Infinity;
  return Math.abs(actual - expected) - tolerance;
}

function indexOf(position: number, shape: readonly number[]): number[] {
  let rest = position;
  const index = [...shape].reverse().map((length) => {
    const digit = rest % length;
    rest = Math.floor(rest / length);
    return digit;
  });
  return index.reverse();
}

function flat(numbers: Numbers): Flat {
  if (typeof numbers === 'number') return { shape: [], elements: [numbers] };
  if ('dataSync' in numbers) return { shape: numbers.shape, elements: numbers.dataSync() };
  if (ArrayBuffer.isView(numbers)) return { shape: [numbers.length], elements: numbers as ArrayLike<number> };
  const rows = Array.from(numbers, flat);
  const inner = rows[0]?.shape ?? [];
  if (rows.some(({ shape }) => shape.join() !== inner.join())) {
    throw new Error('all close: expected rows of equal lengths');
  }
  return { shape: [rows.length, ...inner], elements: rows.flatMap(({ elements }) => Array.from(elements)) };
}
