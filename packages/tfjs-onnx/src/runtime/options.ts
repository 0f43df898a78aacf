import { checkNames } from '../tensors/checks.js';
import type { CompileOptions } from './session.js';

const OPTIMISATIONS: readonly unknown[] = ['disabled', 'basic', 'extended', 'all'];

const isCount = (count: unknown): boolean => Number.isInteger(count) && (count as number) >= 1;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

const CHECKS: Readonly<
  Record<keyof CompileOptions, readonly [is: (value: unknown) => boolean, what: string]>
> = {
  threads: [
    (value) => isCount(value) || isCount((value as { readonly atMost?: unknown } | null)?.atMost),
    'a whole number of at least 1, or { atMost: such a number }',
  ],
  optimisation: [(value) => OPTIMISATIONS.includes(value), OPTIMISATIONS.join(', ')],
  flushDenormals: [isFlag, 'true or false'],
  allowSpinning: [isFlag, 'true or false'],
  profile: [(value) => typeof value === 'string' && value !== '', 'a path prefix'],
  executionProviders: [
    (value) => Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string'),
    "a list of providers' names",
  ],
};

/**
 * Checks how a function is to be run.
 *
 * @throws Error naming an option that doesn't exist, or whose value isn't one of its own
 */
export function checkOptions(options: CompileOptions): void {
  checkNames('compile', options, Object.keys(CHECKS));
  for (const [name, [is, what]] of Object.entries(CHECKS)) {
    const value = options[name as keyof CompileOptions];
    if (value !== undefined && !is(value)) {
      throw new Error(`compile: ${name}: expected ${what}, got ${JSON.stringify(value)}`);
    }
  }
}
