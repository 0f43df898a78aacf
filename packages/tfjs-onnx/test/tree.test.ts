import { describe, expect, it } from 'vitest';
import { alignLeaves, entries, leaves, mapTree, tensorSpec, unflatten } from '../src/tensors/tree.js';

const tree = {
  a: 1,
  layers: [
    { w: 2, b: 3 },
    { w: 4, b: 5 },
  ],
};

describe('trees', () => {
  it('have leaves with paths', () => {
    expect(entries<number>(tree)).toEqual([
      ['a', 1],
      ['layers.0.w', 2],
      ['layers.0.b', 3],
      ['layers.1.w', 4],
      ['layers.1.b', 5],
    ]);
    expect(leaves<number>(tree)).toEqual([1, 2, 3, 4, 5]);
    expect(entries(7)).toEqual([['', 7]]);
  });
  it('take typed arrays, class instances and tensor specs for leaves', () => {
    const data = new Float32Array(2);
    const date = new Date(0);
    expect(leaves<unknown>([data, { date }, tensorSpec([2, 3])])).toEqual([
      data,
      date,
      { shape: [2, 3], dtype: 'float32' },
    ]);
  });
  it('map to trees of the same structure', () => {
    expect(mapTree(tree, (leaf: number, path) => `${path}=${leaf}`)).toEqual({
      a: 'a=1',
      layers: [
        { w: 'layers.0.w=2', b: 'layers.0.b=3' },
        { w: 'layers.1.w=4', b: 'layers.1.b=5' },
      ],
    });
  });
  it('are rebuilt from their leaves', () => {
    expect(unflatten(tree, leaves<number>(tree))).toEqual(tree);
    expect(() => unflatten(tree, [1, 2])).toThrow('unflatten: expected 5 values, got 2');
  });
  it('align by path, whatever the order', () => {
    expect(
      alignLeaves(
        tree,
        {
          layers: [
            { b: 'b0', w: 'w0' },
            { b: 'b1', w: 'w1' },
          ],
          a: 'a',
        },
        'here',
      ),
    ).toEqual(['a', 'w0', 'b0', 'w1', 'b1']);
    expect(() => alignLeaves({ a: 1, b: 2 }, { a: 1 }, 'here')).toThrow(
      "here: 'b' is missing; expected 'a', 'b'",
    );
    expect(() => alignLeaves({ a: 1 }, { a: 1, c: 2 }, 'here')).toThrow(
      "here: 'c' is not expected; expected 'a'",
    );
  });
});
