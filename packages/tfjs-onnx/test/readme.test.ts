import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { compileLoop, tensorSpec } from '../src/index.js';
import { kernels } from '../src/kernels/index.js';
import './support.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('has an example that runs and finds the line', async () => {
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const body = code.replace(/^import .*$/gm, '');
  const names = [
    ...(/import \{ (.*) \} from '@better-attention\/tfjs-onnx'/.exec(code)?.[1] ?? '').split(', '),
  ];
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<unknown>;
  const run = new AsyncFunction('tf', 'console', ...names, body);
  const printed: unknown[] = [];
  expect(names).toEqual(['compileLoop', 'tensorSpec']);
  await run(tf, { log: (value: number) => printed.push(value) }, compileLoop, tensorSpec);
  expect(printed).toHaveLength(2);
  expect(printed[0]).toBeCloseTo(3, 2);
  expect(printed[1]).toBeCloseTo(-1, 2);
});

it('lists every kernel', () => {
  const table = /## What is supported\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  const listed = [...table.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(Object.keys(kernels)));
});
