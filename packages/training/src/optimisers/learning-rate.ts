/** How large steps are, for every optimiser. */
export interface LearningRateOptions {
  /** At least 0, default 0.001. */
  readonly learningRate?: number;
  /**
   * Over how many steps the learning rate falls to 0, along half a cosine; by default it stays as it is.
   *
   * Source: Loshchilov, Hutter (2017), “SGDR: stochastic gradient descent with warm restarts”, equation 5 without restarts.
   */
  readonly decaySteps?: number;
}

/** The learning rate of a step; steps count from 1, and the first one has all of it. */
export function learningRateAt(
  step: number,
  { learningRate, decaySteps }: { readonly learningRate: number; readonly decaySteps?: number },
): number {
  if (decaySteps === undefined) return learningRate;
  const share = Math.min((step - 1) / decaySteps, 1);
  return (learningRate * (1 + Math.cos(Math.PI * share))) / 2;
}
