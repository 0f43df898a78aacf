import { type Exclusion, exclusions, type Reason } from './exclusions.js';

/** What became of one spec. */
export interface SpecResult {
  /** The name, without that of the backend. */
  readonly name: string;
  /** The backend that it ran on; absent for specs that don't depend on one. */
  readonly backend?: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly errors: readonly string[];
  /** The kernels that ran. */
  readonly kernels: readonly string[];
}

/** The results of a run, held against the list of exclusions. */
export interface Assessment {
  readonly passed: readonly SpecResult[];
  /** Specs that TensorFlow.js itself skips. */
  readonly skipped: readonly SpecResult[];
  readonly excluded: readonly { readonly spec: SpecResult; readonly reason: Reason }[];
  /** Each failure that no exclusion covers, and each exclusion that doesn't hold, in words. */
  readonly problems: readonly string[];
}

function covers({ error, names }: Exclusion, spec: SpecResult): boolean {
  const isNamed = names === undefined || names.includes(spec.name);
  return isNamed && spec.errors.length > 0 && spec.errors.every((message) => error.test(message));
}

/** Sorts the results of a run into what passed, what is excluded and why, and what is wrong. */
export function assess(results: readonly SpecResult[], backends: readonly string[]): Assessment {
  const failed = results.filter(({ status }) => status === 'failed');
  const excluded = failed.flatMap((spec) => {
    const exclusion = exclusions.find((one) => covers(one, spec));
    return exclusion === undefined ? [] : [{ spec, reason: exclusion.reason }];
  });
  const known = new Set(excluded.map(({ spec }) => spec));
  const failures = failed
    .filter((spec) => !known.has(spec))
    .map(({ name, backend, errors }) => `failed: ${name} (${backend ?? 'no backend'}): ${errors.join('; ')}`);
  const changed = backends.flatMap((backend) =>
    exclusions.flatMap(({ reason, count }) => {
      const found = excluded.filter((one) => one.reason === reason && one.spec.backend === backend).length;
      return found === count
        ? []
        : [`exclusion '${reason}' (${backend}): expected ${count} specs to fail so, ${found} did`];
    }),
  );
  return {
    passed: results.filter(({ status }) => status === 'passed'),
    skipped: results.filter(({ status }) => status === 'skipped'),
    excluded,
    problems: [...failures, ...changed],
  };
}
