import type { RandomStream } from '@better-attention/random';

/**
 * Directions of random features in float64, `[count, width]`, orthogonal in blocks of `width` rows: a row is a unit
 * vector, orthogonal to its block's others and uniform on the sphere, times the length of another standard normal
 * vector, so that each row for itself is standard normal.
 *
 * Source: Choromanski et al. (2021), “Rethinking attention with performers”, arXiv:2009.14794, section 2.4.
 */
export function orthogonalFeatures(random: RandomStream, count: number, width: number): number[][] {
  const directions = random.derive('directions');
  const lengths = random.derive('lengths');
  const blocks = Array.from({ length: Math.ceil(count / width) }, () =>
    orthonormalRows(Array.from({ length: width }, () => normals(directions, width))),
  );
  return blocks
    .flat()
    .slice(0, count)
    .map((row) => {
      const length = norm(normals(lengths, width));
      return row.map((element) => element * length);
    });
}

/** The modified Gram–Schmidt process: each row less its parts along those before it, scaled to length 1. */
function orthonormalRows(rows: readonly number[][]): number[][] {
  const units: number[][] = [];
  for (const row of rows) {
    const rest = units.reduce((left, unit) => {
      const along = dot(left, unit);
      return left.map((element, column) => element - along * (unit[column] as number));
    }, row);
    const length = norm(rest);
    units.push(rest.map((element) => element / length));
  }
  return units;
}

function normals(random: RandomStream, length: number): number[] {
  return Array.from({ length }, () => random.normal());
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, element, column) => sum + element * (b[column] as number), 0);
}

function norm(a: readonly number[]): number {
  return Math.sqrt(dot(a, a));
}
