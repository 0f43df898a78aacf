import type { z } from 'zod';
import type { Ablation } from './ablation.js';
import { hasMatrixStart } from './matrix-start.js';
import type { ModelRecipe } from './model.js';

/** The settings that a preset overrides and that may contradict others. */
interface CheckedPreset {
  readonly sameAs?: string | undefined;
  readonly model?: Pick<ModelRecipe, 'heads' | 'settings'> | undefined;
  readonly batchSize?: number | undefined;
  readonly baselines?: readonly string[] | undefined;
  readonly baselineSeeds?: number | undefined;
  readonly ablation?: Ablation | null | undefined;
  readonly limits?: { readonly train?: number | undefined } | undefined;
}

/** The settings of an experiment that may contradict each other. */
interface CheckedExperiment extends Pick<CheckedPreset, 'baselines' | 'baselineSeeds' | 'ablation'> {
  readonly model: Pick<ModelRecipe, 'heads' | 'settings'>;
  readonly training: { readonly batchSize: number };
  readonly columns: readonly string[];
  readonly headline: string;
  readonly mechanisms: readonly string[];
  readonly presets: Readonly<Record<string, CheckedPreset>>;
}

/** Refuses settings that are possible alone and impossible together, of the experiment and of each preset. */
export function checkExperiment(experiment: CheckedExperiment, context: z.RefinementCtx): void {
  const { columns, headline, presets } = experiment;
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  if (!columns.includes(headline)) {
    refuse(['headline'], `expected one of the columns ${columns.join(', ')}, got ${headline}`);
  }
  const said = new Set<string>();
  checkSettings(experiment, {}, (path, message) => {
    said.add(message);
    refuse(path, message);
  });
  for (const [name, preset] of Object.entries(presets)) {
    checkStandIn(presets, name, (message) => refuse(['presets', name, 'sameAs'], message));
    checkSettings(experiment, preset, (path, message) => {
      if (!said.has(message)) refuse(['presets', name, ...path], message);
    });
  }
}

/** A preset that stands for another overrides nothing, and the other is one that trains. */
function checkStandIn(
  presets: CheckedExperiment['presets'],
  name: string,
  refuse: (message: string) => void,
): void {
  const { sameAs, ...others } = presets[name] as CheckedPreset;
  if (sameAs === undefined) return;
  const real = Object.keys(presets).filter((one) => presets[one]?.sameAs === undefined);
  if (!real.includes(sameAs)) refuse(`expected one of ${real.join(', ')}, got ${sameAs}`);
  const overrides = Object.keys(others).filter((key) => key !== 'because');
  if (overrides.length > 0)
    refuse(`a preset that stands for ${sameAs} can’t override ${overrides.join(', ')}`);
}

type Refuse = (path: readonly (string | number)[], message: string) => void;

/** The settings that hold under a preset, or without one. */
function checkSettings(experiment: CheckedExperiment, preset: CheckedPreset, refuse: Refuse): void {
  const { mechanisms } = experiment;
  const { limits } = preset;
  const model = preset.model ?? experiment.model;
  const baselines = preset.baselines ?? experiment.baselines ?? [];
  const ablation = preset.ablation === undefined ? experiment.ablation : preset.ablation;
  const batchSize = preset.batchSize ?? experiment.training.batchSize;

  for (const [at, name] of baselines.entries()) {
    if (mechanisms.includes(name)) refuse(['baselines', at], `'${name}' is among the mechanisms already`);
  }
  if (baselines.length === 0 && (preset.baselineSeeds ?? experiment.baselineSeeds) !== undefined) {
    refuse(
      ['baselineSeeds'],
      'baselineSeeds says how many seeds baselines have; expected baselines beside it',
    );
  }
  const { modelWidth } = model.settings;
  const checkHeads = (heads: number, path: readonly (string | number)[]) => {
    if (typeof modelWidth !== 'number' || modelWidth % heads === 0) return;
    refuse(path, `${heads} heads don't divide the model width ${modelWidth}`);
  };
  checkHeads(model.heads, ['model', 'heads']);
  for (const [at, heads] of (ablation?.heads ?? []).entries()) checkHeads(heads, ['ablation', 'heads', at]);
  if (ablation) checkAblation(ablation, { mechanisms, batchSize, train: limits?.train }, refuse);
  if (limits?.train !== undefined && batchSize > limits.train) {
    refuse(['limits', 'train'], `${limits.train} examples don't fill a batch of ${batchSize}`);
  }
}

/** Of an experiment, what an ablation may contradict. */
interface Ablated {
  readonly mechanisms: readonly string[];
  readonly batchSize: number;
  /** The most training examples, where they are limited. */
  readonly train: number | undefined;
}

/** Keys of an ablation that say something of another one. */
const OF_OTHERS = [
  ['headSeeds', 'heads'],
  ['startSeeds', 'start'],
  ['trainSizes', 'start'],
] as const;

function checkAblation(ablation: Ablation, { mechanisms, batchSize, train }: Ablated, refuse: Refuse): void {
  const { start, trainSizes = [] } = ablation;
  for (const [key, other] of OF_OTHERS) {
    if (ablation[key] === undefined || ablation[other] !== undefined) continue;
    refuse(['ablation', key], `${key} says how ${other} is varied; expected ${other} beside it`);
  }
  if (start !== undefined && !mechanisms.some(hasMatrixStart)) {
    refuse(['ablation', 'start'], `none of ${mechanisms.join(', ')} has a matrix whose start can be chosen`);
  }
  if (trainSizes.length > 0 && !mechanisms.includes('standard')) {
    refuse(['ablation', 'trainSizes'], `standard, which they are compared with, isn't among the mechanisms`);
  }
  for (const [at, size] of trainSizes.entries()) {
    const path = ['ablation', 'trainSizes', at];
    if (size < batchSize) refuse(path, `${size} examples don't fill a batch of ${batchSize}`);
    if (train !== undefined && size >= train)
      refuse(path, `limits leave ${train} examples, so that ${size} are no part`);
  }
}
