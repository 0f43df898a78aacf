import type { z } from 'zod';
import { unpackBits } from './bits.js';
import { recordedMetric } from './metrics.js';
import type { CompleteRun, Epoch, Metrics, RunRecord } from './run-form.js';
import { checkTimes } from './time-check.js';

/** How far a sum of seconds may be from the recorded one, relative to it: it may be added up in another order. */
const ROUNDING = 1e-9;

/** How far a share may be from the recorded one, which engines join from means of batches in float32. */
const OF_A_MEAN = 1e-5;

/** Refuses a run whose numbers, each possible alone, contradict each other. */
export function checkRun(run: RunRecord, context: z.RefinementCtx): void {
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  checkTimes(run, context);
  checkExamples(run, refuse);
  checkEpochs(run.epochs, refuse);
  if (run.status === 'complete') checkResults(run, refuse);
}

type Refuse = (path: readonly (string | number)[], message: string) => void;

/** A run on a part of the examples says as many of its data. */
function checkExamples({ trainExamples, data }: RunRecord, refuse: Refuse): void {
  const { train } = data.examples;
  if (trainExamples === undefined || trainExamples === train) return;
  refuse(['trainExamples'], `expected the ${train} examples of its training part, got ${trainExamples}`);
}

/** Epochs are 1 … n, each with the same metrics of both parts. */
function checkEpochs(epochs: readonly Epoch[], refuse: Refuse): void {
  const expected = namesOf(epochs[0]?.validation ?? {});
  for (const [at, { epoch, train, validation }] of epochs.entries()) {
    if (epoch !== at + 1) refuse(['epochs', at, 'epoch'], `expected epoch ${at + 1}, got ${epoch}`);
    for (const [part, metrics] of Object.entries({ train, validation })) {
      const names = namesOf(metrics);
      if (names !== expected) refuse(['epochs', at, part], `expected the metrics ${expected}, got ${names}`);
    }
  }
}

/** What follows from the epochs is what they give. */
function checkResults(run: CompleteRun, refuse: Refuse): void {
  const { epochs, bestEpoch, test, trainSeconds, parameters } = run;
  const best = epochs[bestEpoch - 1];
  if (best === undefined) {
    refuse(['bestEpoch'], `expected one of ${epochs.length} epochs, got ${bestEpoch}`);
    return;
  }
  const selected = bestBy(epochs, (run.configuration.training as { select?: string } | undefined)?.select);
  if (selected !== undefined && selected !== bestEpoch) {
    refuse(['bestEpoch'], `expected ${selected}, the first of the best validation, got ${bestEpoch}`);
  }
  const expected = namesOf(best.validation);
  const tested = namesOf(test, (name) => name in best.validation || isValidated(name));
  if (tested !== expected) refuse(['test'], `expected the metrics of the epochs, ${expected}, got ${tested}`);
  const sum = epochs.reduce((total, epoch) => total + epoch.trainSeconds, 0);
  if (Math.abs(sum - trainSeconds) > ROUNDING * sum) {
    refuse(['trainSeconds'], `expected the sum of the epochs, ${sum}, got ${trainSeconds}`);
  }
  checkCorrect(run, refuse);
  if (run.scoring !== undefined && test.bleu === undefined) {
    refuse(['scoring'], 'expected a test metric bleu that was scored so, got none');
  }
  if (parameters.attention > parameters.model) {
    refuse(['parameters', 'attention'], `expected at most the model's ${parameters.model}`);
  }
}

/** Examples marked as right are as many as the accuracy says. */
function checkCorrect({ correct, test, data }: CompleteRun, refuse: Refuse): void {
  if (correct === undefined) return;
  const { test: examples } = data.examples;
  try {
    const right = unpackBits(correct, examples).filter((flag) => flag === 1).length;
    if (Math.abs(right / examples - (test.accuracy ?? Number.NaN)) <= OF_A_MEAN) return;
    refuse(['correct'], `expected the test accuracy, ${test.accuracy}, got ${right} of ${examples} right`);
  } catch (error) {
    refuse(['correct'], (error as Error).message);
  }
}

/** The first epoch of the best validation; none where the metric that selects isn't stated, or is a model's own. */
function bestBy(epochs: readonly Epoch[], metric = ''): number | undefined {
  const known = recordedMetric(metric);
  if (known === undefined) return undefined;
  const sign = known.better === 'lower' ? -1 : 1;
  const scores = epochs.map(({ validation }) => sign * (validation[metric] ?? Number.NaN));
  const at = scores.indexOf(Math.max(...scores));
  return at < 0 ? undefined : at + 1;
}

function isValidated(metric: string): boolean {
  return recordedMetric(metric)?.parts.includes('validation') ?? false;
}

/** `accuracy, loss`, or `none`. */
function namesOf(metrics: Metrics, isCounted: (name: string) => boolean = () => true): string {
  return Object.keys(metrics).filter(isCounted).sort().join(', ') || 'none';
}
