import { imdb } from '@better-attention/datasets';
import { adam } from '@better-attention/training';
import { describe, expect, it } from 'vitest';
import { defineExperiment } from '../../src/definition/define-experiment.js';
import { defineLayers } from '../../src/definition/define-layers.js';
import { defineSpeed } from '../../src/definition/define-speed.js';
import { textClassifier } from '../../src/index.js';
import { changedSettings, changedTiming } from '../../src/tables/changed-settings.js';
import { definition } from '../timed-layers.js';
import { speed } from '../timed-models.js';

const model = (hiddenWidth: number) =>
  textClassifier({ modelWidth: 8, heads: 2, hiddenWidth, headWidth: 4, dropout: 0.1 });

const experiment = defineExperiment({
  name: 'imdb',
  title: 'IMDB',
  dataset: imdb({ vocabularySize: 100, length: 8 }),
  model: model(8),
  training: { optimiser: adam(), batchSize: 8, epochs: 2, select: 'accuracy' },
  columns: ['loss', 'accuracy'],
  headline: 'accuracy',
  equivalence: { margin: 1, because: 'a point' },
  mechanisms: ['standard', 'super'],
  baselines: ['linformer'],
  ablation: { heads: [1, 2] },
  seeds: 2,
  presets: {
    small: {
      because: 'it is quick',
      model: model(4),
      optimiser: adam({ learningRate: 0.5 }),
      limits: { train: 80 },
      epochs: 1,
      equivalence: { margin: 2, because: 'two points' },
      baselines: [],
      ablation: null,
      pilotSeeds: 1,
    },
    paper: { because: 'all of it' },
  },
  deviations: [],
});

describe('the settings that a preset changes', () => {
  it('are those that it overrides with other values, model and data setting by setting', () => {
    expect(changedSettings(experiment, { preset: 'small' })).toEqual([
      { path: 'model.hiddenWidth', before: '8', after: '4' },
      { path: 'training.epochs', before: '2', after: '1' },
      { path: 'training.optimiser.learningRate', before: '0.001', after: '0.5' },
      { path: 'pilotSeeds', before: undefined, after: '1' },
      { path: 'equivalence.margin', before: '1', after: '2' },
      { path: 'baselines', before: '["linformer"]', after: '[]' },
      { path: 'ablation.heads', before: '[1,2]', after: undefined },
      { path: 'dataset.limits.train', before: undefined, after: '80' },
    ]);
  });

  it('are none of one without overrides, and what is chosen for this time alone', () => {
    expect(changedSettings(experiment, { preset: 'paper' })).toEqual([]);
    expect(changedSettings(experiment, { preset: 'paper', seeds: 7 })).toEqual([
      { path: 'seeds', before: '2', after: '7' },
    ]);
  });

  it('are told of tables of times too', () => {
    expect(changedTiming(defineLayers(definition), { preset: 'sample' })).toEqual([
      { path: 'repetitions', before: '5', after: '2' },
    ]);
    expect(changedTiming(defineSpeed(speed), { preset: 'cpu', seeds: 4 })).toEqual([
      { path: 'repetitions', before: '3', after: '4' },
      { path: 'sizes', before: '["paper"]', after: '["cpu","paper","wide"]' },
    ]);
    expect(changedTiming(defineSpeed(speed), { preset: 'paper' })).toEqual([]);
  });
});
