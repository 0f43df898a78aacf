import type { ResolvedExperiment } from '../definition/define-experiment.js';
import type { Json } from '../support/json.js';

/** What a run's settings are read from. */
type Stated = Pick<ResolvedExperiment, 'dataset' | 'model' | 'training'> &
  Partial<Pick<ResolvedExperiment, 'limits' | 'startFrom'>>;

/** Settings by their names. */
type Settings = Readonly<Record<string, Json>>;

/** The settings that all runs of an experiment share, as their records hold them. */
export function runSettings({ dataset, limits, model, training, startFrom }: Stated): {
  readonly dataset: Settings;
  readonly model: Settings;
  readonly training: Settings;
} {
  const { optimiser, ...settings } = training;
  return {
    dataset: {
      name: dataset.name,
      ...dataset.options,
      ...(limits && { limits: limits as Record<string, number> }),
    },
    model: { name: model.name, ...model.settings, heads: model.heads },
    training: {
      ...(settings as Record<string, Json>),
      optimiser: { name: optimiser.name, ...optimiser.settings },
      ...(startFrom && { startFrom }),
    },
  };
}
