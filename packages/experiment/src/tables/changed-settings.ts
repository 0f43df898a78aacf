import { type SettingDifference, settingDifferences } from '@better-attention/records';
import {
  type Experiment,
  type ResolvedExperiment,
  resolveExperiment,
} from '../definition/define-experiment.js';
import type { Layers } from '../definition/define-layers.js';
import type { Speed } from '../definition/define-speed.js';
import type { PresetChoice } from '../definition/preset-choice.js';
import { runSettings } from '../runs/run-settings.js';

/** The settings in which an experiment under a preset differs from what it states without one, the paper's. */
export function changedSettings(experiment: Experiment, choice: PresetChoice): SettingDifference[] {
  return settingDifferences(settingsOf(experiment), settingsOf(resolveExperiment(experiment, choice)));
}

type Stated = Omit<Experiment, 'presets'> &
  Partial<Pick<ResolvedExperiment, 'limits' | 'startFrom' | 'pilotSeeds' | 'embeddedSample'>>;

function settingsOf({ embeddedSample = false, ...stated }: Stated) {
  const { dataset, ...settings } = runSettings(stated);
  const { seeds, pilotSeeds, equivalence, ablation, baselines = [], baselineSeeds } = stated;
  return {
    dataset: { ...dataset, embeddedSample },
    ...settings,
    seeds,
    pilotSeeds,
    equivalence: { margin: equivalence?.margin },
    baselines,
    baselineSeeds,
    ablation: ablation ?? {},
  };
}

/** As {@link changedSettings}, of a table that trains nothing: in what a preset differs from the table's own settings. */
export function changedTiming(table: Layers | Speed, { preset, seeds }: PresetChoice): SettingDifference[] {
  const { because: _, renew: __, ...overrides } = table.presets[preset] ?? { because: '' };
  const own = { ...table, presets: undefined, tables: undefined };
  return settingDifferences(own, {
    ...own,
    ...overrides,
    ...(seeds !== undefined && { repetitions: seeds }),
  });
}
