import { Optimizer } from '@tensorflow/tfjs-core';
import { withMethods } from './overrides.js';

/** Calls `action` without counting the steps that optimisers do in it; `countSteps` counts them. */
export function withOptimizers<Result>(action: () => Result): {
  readonly result: Result;
  readonly countSteps: () => void;
} {
  const steps: (() => void)[] = [];
  const incrementIterations = (original: () => void) =>
    function (this: Optimizer) {
      steps.push(() => original.call(this));
    };
  const result = withMethods(Optimizer.prototype, { incrementIterations }, action);
  const countSteps = (): void => {
    for (const step of steps) step();
  };
  return { result, countSteps };
}
