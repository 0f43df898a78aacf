import type { SettingDifference } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { changedSettings } from '../../src/input/changed-settings.js';
import type { CountedModels } from '../../src/input/tables.js';
import { timesTable } from '../layer-tables.js';
import { completeRun, tableOf } from '../runs.js';
import { translationTable } from '../training-tables.js';

const change = (path: string, before: unknown, after: unknown): SettingDifference => ({
  path,
  before: JSON.stringify(before),
  after: JSON.stringify(after),
});

const counted = (preset: string, contextLength: number): CountedModels => ({
  preset,
  heads: 4,
  contextLength,
  modelWidth: 64,
  models: new Map(),
});

describe('changed settings', () => {
  it('are named as people name them, with what stands for one that isn’t stated', () => {
    const table = tableOf([], {
      changed: [
        change('training.batchSize', 1024, 64),
        change('baselines', ['multi-query', 'linformer'], []),
        change('dataset.limits.train', undefined, 15_000),
        change('dataset.embeddedSample', false, true),
        change('model.patchShape', 4, 'wide'),
        change('model.headWidths', [2048, 1024], [512]),
      ],
    });
    expect(changedSettings(table)).toEqual([
      { setting: 'training and validation examples', stated: 'all', here: '15,000' },
      { setting: 'data', stated: 'the whole set', here: 'the sample that the repository carries' },
      { setting: 'model: patch shape', stated: '4', here: 'wide' },
      { setting: 'widths of the layers before the logits', stated: '2,048, 1,024', here: '512' },
      { setting: 'batch size', stated: '1,024', here: '64' },
      { setting: 'baselines', stated: 'Multi query, Linformer', here: 'none' },
    ]);
  });

  it('have the reason for another margin', () => {
    const table = tableOf([], {
      equivalence: { margin: 0.5, because: 'half of what Standard learns.' },
      changed: [change('equivalence.margin', 1, 0.5)],
    });
    expect(changedSettings(table)).toEqual([
      {
        setting: 'as good as Standard within',
        stated: '± 1 percentage points',
        here: '± 0.5 percentage points',
        because: 'Half of what Standard learns.',
      },
    ]);
  });

  it('are followed by what comes of them: other data, and another context length', () => {
    const run = completeRun('super');
    const table = tableOf([{ ...run, experiment: 'imagenet', data: { ...run.data, title: 'Imagenette' } }], {
      name: 'imagenet',
      counted: [counted('cpu', 64), counted('paper', 144)],
      changed: [change('dataset.size', 72, 48), change('model.blocks', 8, 4)],
    });
    expect(changedSettings(table).map(({ setting, stated, here }) => [setting, stated, here])).toEqual([
      ['data set', 'ImageNet', 'Imagenette'],
      ['image size (pixels)', '72', '48'],
      ['context length ℓ', '144', '64'],
      ['transformer blocks', '8', '4'],
    ]);
  });

  it('are none where nothing is changed, and told of layers too', () => {
    expect(changedSettings(tableOf([completeRun('super')]))).toEqual([]);
    expect(changedSettings(translationTable())).toEqual([]);
    expect(changedSettings(timesTable(1, { changed: [change('rounds.least', 7, 4)] }))).toEqual([
      { setting: 'rounds: least', stated: '7', here: '4' },
    ]);
  });
});
