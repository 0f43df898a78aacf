import { type RandomStream, randomStream } from '@better-attention/random';
import { Tensor, tidy } from '@tensorflow/tfjs-core';
import { described, listed } from '../errors/described.js';
import { leavesOf } from './parameter-tree.js';

/** What is known of the parameters of a layer. */
export interface ExpectedParameters {
  /** Names the layer in errors. */
  readonly where: string;
  readonly parameterCount: number;
  init(random: RandomStream): unknown;
}

/**
 * What `compute` makes of parameters.
 * @throws when these are not of the form of those that `init` makes; the error names the first that differs
 */
export function withParameters<Result>(
  expected: ExpectedParameters,
  parameters: unknown,
  compute: () => Result,
): Result {
  if (sizeOf(expected.where, parameters) !== expected.parameterCount) requireForm(expected, parameters);
  try {
    return compute();
  } catch (error) {
    requireForm(expected, parameters);
    throw error;
  }
}

/** @throws unless `random` is a stream to draw from */
export function requireStream(where: string, random: unknown): void {
  if (typeof (random as Partial<RandomStream> | undefined)?.derive === 'function') return;
  throw new Error(
    `${where}: init expects a random stream, such as randomStream(1) of @better-attention/random, got ${described(random)}`,
  );
}

/** How many numbers there are; NaN where something is no tensor. */
function sizeOf(where: string, parameters: unknown): number {
  return leavesOf(parameters).reduce((sum, [path, leaf]) => {
    if (!(leaf instanceof Tensor)) return Number.NaN;
    if (leaf.isDisposed) throw new Error(`${where}: the parameter '${path}' has been disposed`);
    return sum + leaf.size;
  }, 0);
}

function requireForm({ where, init }: ExpectedParameters, parameters: unknown): void {
  const given = new Map(leavesOf(parameters));
  const expected = tidy(() => shapesOf(init(randomStream(0))));
  const names = `its parameters are ${Object.keys(expected).join(', ')}, as its init makes them`;
  const problem = Object.entries(expected)
    .map(([path, shape]) => differing(path, shape, given))
    .find(Boolean);
  if (problem !== undefined) throw new Error(`${where}: ${problem}; ${names}`);
  const unknown = [...given.keys()].find((path) => !(path in expected));
  if (unknown !== undefined) throw new Error(`${where}: '${unknown}' is none of its parameters; ${names}`);
}

function differing(path: string, shape: string, given: ReadonlyMap<string, unknown>): string | undefined {
  const leaf = given.get(path);
  if (leaf === undefined) return `the parameter '${path}' ${shape} is missing`;
  if (!(leaf instanceof Tensor))
    return `expected the parameter '${path}' as a tensor, got ${described(leaf)}`;
  const found = listed(leaf.shape);
  return found === shape ? undefined : `expected the parameter '${path}' of shape ${shape}, got ${found}`;
}

function shapesOf(parameters: unknown): Record<string, string> {
  return Object.fromEntries(
    leavesOf(parameters).map(([path, leaf]) => [path, listed((leaf as Tensor).shape)]),
  );
}
