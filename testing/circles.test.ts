import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { circles } from './circles.js';

const imports = (...lines: string[]) =>
  lines.map((line) => {
    const [from = '', to = ''] = line.split(' imports ');
    return { from, to };
  });

it('names the imports by which two folders import each other, once', () => {
  const found = circles(
    imports(
      'a/x.ts imports b/y.ts',
      'a/w.ts imports b/y.ts',
      'b/z.ts imports a/x.ts',
      'b/z.ts imports c/v.ts',
    ),
    posix.dirname,
  );
  expect(found).toEqual(['a/x.ts imports b/y.ts, b/z.ts imports a/x.ts']);
});

it('finds longer circles, and those of a folder with one inside it', () => {
  expect(
    circles(
      imports(
        'a/x.ts imports b/x.ts',
        'b/x.ts imports c/x.ts',
        'c/x.ts imports a/x.ts',
        'a/x.ts imports d/x.ts',
      ),
      posix.dirname,
    ),
  ).toEqual(['a/x.ts imports b/x.ts, b/x.ts imports c/x.ts, c/x.ts imports a/x.ts']);
  expect(circles(imports('a/x.ts imports a/b/x.ts', 'a/b/y.ts imports a/z.ts'), posix.dirname)).toEqual([
    'a/x.ts imports a/b/x.ts, a/b/y.ts imports a/z.ts',
  ]);
});

it('finds circles of files inside a folder, and none where files lead one way', () => {
  const each = imports('a/x.ts imports a/y.ts', 'a/y.ts imports a/x.ts');
  expect(circles(each, posix.dirname)).toEqual([]);
  expect(circles(each, (file) => file)).toEqual(['a/x.ts imports a/y.ts, a/y.ts imports a/x.ts']);
  expect(circles(each.slice(1), (file) => file)).toEqual([]);
});
