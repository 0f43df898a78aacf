import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('lists every kernel', () => {
  const table = /## What is supported\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  const listed = [...table.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(Object.keys(kernels)));
});
