import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Graph, sortedNodes, type Value } from '../graph/graph.js';
import { productOf } from '../operators/product.js';
import { sizeOf } from '../tensors/shape.js';

const CPU_FOLDER = '/sys/devices/system/cpu';

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The number of cores, each counted once however many threads it runs; `undefined` where the system doesn't say. */
function physicalCores(): number | undefined {
  return attempt(() => {
    const folders = readdirSync(CPU_FOLDER).filter((name) => /^cpu\d+$/.test(name));
    const siblings = folders.map((name) =>
      readFileSync(`${CPU_FOLDER}/${name}/topology/thread_siblings_list`, 'utf8').trim(),
    );
    return new Set(siblings).size;
  });
}

/** The processor time that a container may use, in cores; `undefined` without a limit. */
function containerQuota(): number | undefined {
  return attempt(() => {
    const [quota, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ').map(Number);
    return Number.isFinite(quota) && quota && period ? Math.max(1, Math.floor(quota / period)) : undefined;
  });
}

/** The number of physical cores that this process may use, at least 1. */
export function availableCores(): number {
  return Math.min(availableParallelism(), physicalCores() ?? Infinity, containerQuota() ?? Infinity);
}

/** How many threads: exactly so many, or as many as pay, at most so many. */
export type ThreadCount = number | { readonly atMost: number };

/** Multiplications in a product of matrices, about 0.1 ms, below which dividing the work costs more than it saves. */
const SMALL_PRODUCT = 8e6;

/** What the time of a graph's run follows from. */
export interface Work {
  /** Whether a product of matrices is large enough to be divided between threads. */
  readonly hasLargeProduct: boolean;
  /** The numbers that all nodes give. */
  readonly elements: number;
}

/** The work of a graph. */
export function workOf(graph: Graph): Work {
  const nodes = sortedNodes(graph);
  return {
    hasLargeProduct: nodes.some(({ outputs: [output] }) => isLargeProduct(output)),
    elements: nodes.flatMap(({ outputs }) => outputs).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  };
}

function isLargeProduct(value: Value | undefined): boolean {
  const product = productOf(value);
  if (value === undefined || product === undefined) return false;
  const inner = product.a.shape.at(product.transposeA ? -2 : -1) as number;
  return sizeOf(value.shape) * inner >= SMALL_PRODUCT;
}

/** The threads for a graph's work: one where every product is small, even if there could be more. */
export function threadsFor(
  { hasLargeProduct }: Work,
  count: ThreadCount = { atMost: availableCores() },
): number {
  if (typeof count === 'number') return count;
  return hasLargeProduct ? count.atMost : 1;
}
