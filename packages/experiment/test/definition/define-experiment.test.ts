import { imdb } from '@better-attention/datasets';
import { adam } from '@better-attention/training';
import { describe, expect, it } from 'vitest';
import { defineExperiment, textClassifier } from '../../src/index.js';

const valid = {
  name: 'imdb',
  title: 'IMDB',
  dataset: imdb({ vocabularySize: 100, length: 8 }),
  model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 4, dropout: 0.1 }),
  training: { optimiser: adam(), batchSize: 8, epochs: 2, select: 'accuracy' },
  columns: ['loss' as const, 'accuracy' as const],
  headline: 'accuracy' as const,
  mechanisms: ['standard', 'super'],
  seeds: 2,
  presets: { sample: { because: 'it is quick', epochs: 1 } },
  deviations: [],
};

describe('defineExperiment', () => {
  it('returns what it is given', () => {
    expect(defineExperiment(valid)).toEqual(valid);
  });

  it.each([
    ['an unknown key', { ...valid, colour: 'red' }, /experiment 'imdb' is not valid[\s\S]*"colour"/],
    [
      'an unknown training key',
      { ...valid, training: { ...valid.training, rate: 1 } },
      /"rate"[\s\S]*at training/,
    ],
    [
      'an override without its reason',
      { ...valid, presets: { sample: { epochs: 1 } } },
      /at presets\.sample\.because/,
    ],
    [
      'an unknown override',
      { ...valid, presets: { sample: { because: 'x', epoch: 1 } } },
      /"epoch"[\s\S]*at presets\.sample/,
    ],
    ['an unknown column', { ...valid, columns: ['speed'] }, /at columns\[0\]/],
    ['no seeds', { ...valid, seeds: 0 }, /at seeds/],
    ['no mechanisms', { ...valid, mechanisms: [] }, /at mechanisms/],
    [
      'an unknown mechanism',
      { ...valid, mechanisms: ['standard', 'sparse'] },
      /'sparse' is unknown; known are standard, optimised, efficient, super, linformer/,
    ],
    [
      'a missing data set',
      { ...valid, dataset: undefined },
      /expected a data set, e\.g\. imdb[\s\S]*at dataset/,
    ],
  ])('refuses %s', (_, definition, message) => {
    expect(() => defineExperiment(definition as unknown as typeof valid)).toThrow(message);
  });
});
