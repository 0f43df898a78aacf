import { z } from 'zod';
import { checkRun } from './run-checks.js';
import { type Attachment, completeRun, failedRun, type RunRecord } from './run-form.js';

/** What one training run measured, under which configuration, data, engine, machine and sources. */
export const runRecord = z.discriminatedUnion('status', [completeRun, failedRun]).superRefine(checkRun);

/** In what a run may differ from a table's own runs: how W^A starts, and how many examples it is trained on. */
export type RunVariant = Pick<RunRecord, 'variant' | 'trainExamples'>;

/** What tells a run from the others of its table, in their files' names. */
export type NamedRun = Pick<RunRecord, 'mechanism' | 'heads' | 'seed'> & RunVariant;

/** In what a run differs from a table's own runs: `['identity', 'train2000']`; nothing where in nothing. */
export function variantParts({ variant, trainExamples }: RunVariant): string[] {
  return [
    ...(variant === undefined ? [] : [variant]),
    ...(trainExamples === undefined ? [] : [`train${trainExamples}`]),
  ];
}

/**
 * The file name of a run's record: `super-h4-seed0.json`, and of variants `super-h4-identity-seed0.json`,
 * `standard-h4-train2000-seed0.json` and `super-h4-identity-train2000-seed0.json`.
 */
export function runFile(run: NamedRun): string {
  const { mechanism, heads, seed } = run;
  return `${[mechanism, `h${heads}`, ...variantParts(run), `seed${seed}`].join('-')}.json`;
}

/** What tells a run from every other one, in the order in which its fingerprint takes it. */
export function runIdentity(
  run: NamedRun & Pick<RunRecord, 'experiment' | 'preset' | 'configuration'>,
): object {
  const { experiment, preset, mechanism, heads, seed, variant, trainExamples, configuration } = run;
  return {
    experiment,
    preset,
    mechanism,
    heads,
    seed,
    ...(variant !== undefined && { variant }),
    ...(trainExamples !== undefined && { trainExamples }),
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
