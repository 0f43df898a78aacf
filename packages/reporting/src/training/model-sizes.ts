import type { CompleteRun } from '@better-attention/records';
import { type CountedModels, mainRuns, type TrainingTableInput } from '../input/tables.js';

/** What runs and counted models both say of a model. */
export interface ModelSize {
  readonly parameters: { readonly model: number; readonly attention: number };
  readonly matmulsPerHead: number;
}

/** The models of the table's main rows: those of the runs, or where there are none, as they are counted without. */
export interface ModelsAtSize {
  readonly preset: string;
  /** Heads, ℓ and d_m; none of a table that counts no models. */
  readonly counted: CountedModels | undefined;
  /** What each of a mechanism's runs says, all different ones; one alone where they are counted. */
  sizesOf(mechanism: string): readonly ModelSize[];
}

/** The table's models at its own preset's sizes, and beside them at the paper's where those are another preset's. */
export function modelsOf(table: TrainingTableInput): {
  readonly own: ModelsAtSize;
  readonly paper: ModelsAtSize | undefined;
} {
  const { preset, counted = [] } = table;
  const ownCounts = counted.find((models) => models.preset === preset.name);
  const papers = counted.find((models) => models.preset !== preset.name);
  return {
    own: {
      preset: preset.name,
      counted: ownCounts,
      sizesOf(mechanism) {
        const recorded = distinctSizes(mainRuns(table, mechanism).map(([, run]) => run));
        return recorded.length > 0 ? recorded : countedSizes(ownCounts, mechanism);
      },
    },
    paper: papers && {
      preset: papers.preset,
      counted: papers,
      sizesOf: (mechanism) => countedSizes(papers, mechanism),
    },
  };
}

function countedSizes(counted: CountedModels | undefined, mechanism: string): ModelSize[] {
  const model = counted?.models.get(mechanism);
  return model ? [model] : [];
}

function distinctSizes(runs: readonly CompleteRun[]): ModelSize[] {
  const sizes = runs.map(({ parameters, matmulsPerHead }) => ({ parameters, matmulsPerHead }));
  return [...new Map(sizes.map((size) => [JSON.stringify(size), size])).values()];
}
