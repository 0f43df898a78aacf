import { z } from 'zod';
import { checkRun } from './run-checks.js';
import { type Attachment, completeRun, failedRun, type RunRecord } from './run-form.js';

/** What one training run measured, under which configuration, data, engine, machine and sources. */
export const runRecord = z.discriminatedUnion('status', [completeRun, failedRun]).superRefine(checkRun);

/** The file name of a run's record: `super-h4-seed0.json`, `super-h4-identity-seed0.json` of a variant. */
export function runFile(run: Pick<RunRecord, 'mechanism' | 'heads' | 'seed' | 'variant'>): string {
  const variant = run.variant === undefined ? '' : `-${run.variant}`;
  return `${run.mechanism}-h${run.heads}${variant}-seed${run.seed}.json`;
}

/** What tells a run from every other one, in the order in which its fingerprint takes it. */
export function runIdentity(
  run: Pick<
    RunRecord,
    'experiment' | 'preset' | 'mechanism' | 'heads' | 'seed' | 'variant' | 'configuration'
  >,
): object {
  const { experiment, preset, mechanism, heads, seed, variant, configuration } = run;
  return {
    experiment,
    preset,
    mechanism,
    heads,
    seed,
    ...(variant !== undefined && { variant }),
    configuration,
  };
}

/** The files beside a run's record that it names. */
export function runAttachments(run: RunRecord): readonly Attachment[] {
  const { vocabularies = [] } = run.data;
  if (run.status === 'failed') return vocabularies;
  const { attention, translations } = run;
  return [
    ...(attention ? [attention] : []),
    ...(translations ? [translations.sources, translations.references, translations.hypotheses] : []),
    ...vocabularies,
  ];
}
