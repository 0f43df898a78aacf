import type { Phase } from '@better-attention/records';
import type { Batch, Snapshot, Trainer, TrainingStep, WeightedMetrics } from '@better-attention/training';
import { deviationOf, deviationOfAll } from '../support/deviation.js';

/** What a step over a few examples comes to. */
export interface StepOutcome {
  /** Of the forward pass, without dropout. */
  readonly evaluated: WeightedMetrics;
  /** Of the step, with dropout, before its update. */
  readonly trained: WeightedMetrics;
  /** The optimiser's slots after the first step: functions of each parameter's gradient. */
  readonly slots: Snapshot['slots'];
}

/** Takes the first step of a trainer, after a forward pass over its batch. */
export async function firstStep(trainer: Trainer, step: TrainingStep): Promise<StepOutcome> {
  const { metrics: evaluated } = await trainer.evaluate(step.batch);
  const trained = await trainer.train(step);
  return { evaluated, trained, slots: (await trainer.snapshot()).slots };
}

/** `count` rows of a batch, the first and the last among them: where a step is taken in halves, both have some. */
export function checkedRows(batch: number, count: number): number[] {
  return Array.from({ length: count }, (_, row) => Math.round((row * (batch - 1)) / Math.max(1, count - 1)));
}

/** A step in which some rows alone count, and the step of those rows alone. */
export function checkedSteps(
  { batch, masks }: TrainingStep,
  rows: readonly number[],
): { readonly whole: TrainingStep; readonly part: TrainingStep } {
  const weights = batch.weight as Float32Array;
  const size = weights.length;
  const weight = weights.map((_, row) => (rows.includes(row) ? 1 : 0));
  const fields = Object.entries(batch).map(([name, values]) => [name, rowsOf(values, size, rows)]);
  return {
    whole: { batch: { ...batch, weight }, masks },
    part: {
      batch: Object.fromEntries(fields) as Batch,
      masks: masks.map((mask) => rowsOf(mask, size, rows)),
    },
  };
}

/** Some rows of an array of so many. */
function rowsOf<Values extends Batch[string]>(values: Values, size: number, rows: readonly number[]): Values {
  const width = values.length / size;
  const chosen = values.slice(0, rows.length * width) as Values;
  for (const [to, from] of rows.entries()) {
    chosen.set(values.subarray(from * width, (from + 1) * width) as never, to * width);
  }
  return chosen;
}

/** How far a step deviates from the reference's: of training in its loss and in the optimiser's slots, of inference in its loss. */
export function deviations(own: StepOutcome, reference: StepOutcome): Record<Phase, number> {
  const ofSlots = Object.entries(reference.slots).map(([slot, arrays]) => {
    const valuesIn = (slots: Snapshot['slots']) =>
      Object.keys(arrays).map((name) => slots[slot]?.[name]?.values ?? []);
    return deviationOfAll(valuesIn(own.slots), valuesIn(reference.slots));
  });
  const ofLoss = (kind: 'trained' | 'evaluated') =>
    deviationOf([own[kind].loss ?? Number.NaN], [reference[kind].loss ?? 0]);
  return { training: Math.max(ofLoss('trained'), ...ofSlots), inference: ofLoss('evaluated') };
}
