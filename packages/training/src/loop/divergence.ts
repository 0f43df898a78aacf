import type { Metrics } from '../engine/engine.js';
import type { EpochResult } from './checkpoint.js';

/** A part of the data. */
export type Part = 'training' | 'validation' | 'test';

/** Where a training left the finite numbers. */
export interface Divergence {
  readonly part: Part;
  /** The epoch that was trained or validated; for the test, the one whose parameters were tested. */
  readonly epoch: number;
  readonly metric: string;
  /** NaN or ±∞. */
  readonly value: number;
  /** The epochs that were validated before. */
  readonly completed: readonly EpochResult[];
}

/** A training that left the finite numbers. */
export class DivergenceError extends Error implements Divergence {
  override readonly name = 'DivergenceError';
  readonly part: Part;
  readonly epoch: number;
  readonly metric: string;
  readonly value: number;
  readonly completed: readonly EpochResult[];

  constructor({ part, epoch, metric, value, completed }: Divergence) {
    super(
      `training diverged: the ${part} ${metric} is ${value} in epoch ${epoch}; try a lower learning rate`,
    );
    this.part = part;
    this.epoch = epoch;
    this.metric = metric;
    this.value = value;
    this.completed = completed;
  }
}

/** @throws DivergenceError naming the first metric that is not a finite number */
export function requireFinite(metrics: Metrics, where: Omit<Divergence, 'metric' | 'value'>): void {
  const found = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  if (found === undefined) return;
  const [metric, value] = found;
  throw new DivergenceError({ ...where, completed: [...where.completed], metric, value });
}
