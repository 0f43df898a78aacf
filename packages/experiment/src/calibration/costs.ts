/** A part of what a unit does: how often, and how long each time. */
export interface Cost {
  /** `step` */
  readonly what: string;
  readonly times: number;
  readonly seconds: number;
}

/** What a unit costs, found by trying a little of it. */
export interface UnitCosts {
  /** The threads that a step runs on. */
  readonly threads: number;
  readonly costs: readonly Cost[];
}

/** Seconds of all costs together. */
export function secondsOf(costs: readonly Cost[]): number {
  return costs.reduce((sum, { times, seconds }) => sum + times * seconds, 0);
}
