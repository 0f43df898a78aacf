import type { Dataset } from '@better-attention/datasets';
import type { RandomStream } from '@better-attention/random';
import type { Phase } from '@better-attention/records';
import {
  type Batch,
  dropoutMasks,
  type Engine,
  type Trainer,
  type TrainingStep,
} from '@better-attention/training';
import type { SpeedModel } from '../definition/speed-model.js';
import { at } from '../support/at.js';

/** Who takes part: every mechanism, and Standard once more. */
export interface Entrant {
  readonly mechanism: string;
  readonly control?: true;
}

/** A model with a mechanism, ready for its steps. */
export interface Contestant extends Entrant {
  readonly trainer: Trainer;
  /** What its steps are given, one after another and again from the first. */
  readonly steps: readonly TrainingStep[];
  /** From the reference, in each phase. */
  readonly deviation: Readonly<Record<Phase, number>>;
}

/** The mechanisms, and at the end Standard as the control. */
export function entrantsOf(mechanisms: readonly string[]): Entrant[] {
  return [...mechanisms.map((mechanism) => ({ mechanism })), { mechanism: 'standard', control: true }];
}

/** What a model is prepared for. */
export interface TrainerSetting {
  readonly engine: Engine;
  readonly dataset: Dataset;
  /** Examples of a step. */
  readonly batch: number;
  readonly random: RandomStream;
}

/** The model with a mechanism on an engine; the same mechanism has the same parameters each time. */
export function trainerOf(
  { model: recipe, training }: SpeedModel,
  mechanism: string,
  { engine, dataset, batch, random }: TrainerSetting,
): Promise<Trainer> {
  const { optimiser, clipNorm } = training;
  const { init, loss } = recipe.build({ mechanism, heads: recipe.heads, dataset });
  return engine.prepare(
    { fields: dataset.fields, batchSize: batch, optimiser, clipNorm, init, loss },
    random.derive('parameters', mechanism),
  );
}

/** Batches of the data set, one after another, whose examples all count. */
export async function batchesOf({ test }: Dataset, batch: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let first = 0; first + batch <= test.size; first += batch) {
    const positions = Array.from({ length: batch }, (_, row) => first + row);
    batches.push({ ...(await test.batch(positions)), weight: new Float32Array(batch).fill(1) });
  }
  return batches;
}

/** The steps of a trainer; those that drop elements in the same places share them. */
export type Steps = (trainer: Pick<Trainer, 'dropoutSites'>) => readonly TrainingStep[];

/** Steps of some batches, with dropout masks of their own. */
export function stepsOf(batches: readonly Batch[], random: RandomStream): Steps {
  const known = new Map<string, readonly TrainingStep[]>();
  return ({ dropoutSites }) => {
    const key = JSON.stringify(dropoutSites);
    const steps =
      known.get(key) ??
      batches.map((batch, number) => ({
        batch,
        masks: dropoutMasks(dropoutSites, random.derive('dropout', number)),
      }));
    known.set(key, steps);
    return steps;
  };
}

/** Takes a step of a phase. */
export async function takeStep(
  { trainer, steps }: Pick<Contestant, 'trainer' | 'steps'>,
  phase: Phase,
  number: number,
): Promise<void> {
  const step = at(steps, number % steps.length);
  if (phase === 'training') await trainer.train(step);
  else await trainer.evaluate(step.batch);
}
