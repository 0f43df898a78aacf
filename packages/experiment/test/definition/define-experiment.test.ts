import { imdb } from '@better-attention/datasets';
import { adam } from '@better-attention/training';
import { describe, expect, it } from 'vitest';
import { resolveExperiment } from '../../src/definition/define-experiment.js';
import { defineExperiment, textClassifier } from '../../src/index.js';

const valid = {
  name: 'imdb',
  title: 'IMDB',
  dataset: imdb({ vocabularySize: 100, length: 8 }),
  model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 4, dropout: 0.1 }),
  training: { optimiser: adam(), batchSize: 8, epochs: 2, select: 'accuracy' as const },
  columns: ['loss' as const, 'accuracy' as const],
  headline: 'accuracy' as const,
  mechanisms: ['standard', 'super'],
  seeds: 2,
  presets: { sample: { because: 'it is quick', epochs: 1 } },
  deviations: [],
};

const model = (heads: number, modelWidth = 8) =>
  textClassifier({ modelWidth, heads, hiddenWidth: 8, headWidth: 4, dropout: 0.1 });
const under = (overrides: object) => ({ ...valid, presets: { sample: { because: 'a test', ...overrides } } });

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
      /unknown mechanism 'sparse'; known: standard, optimised, efficient, super, linformer/,
    ],
    [
      'a missing data set',
      { ...valid, dataset: undefined },
      /expected a data set, e\.g\. imdb[\s\S]*at dataset/,
    ],
    ['no epochs', { ...valid, training: { ...valid.training, epochs: 0 } }, /at training\.epochs$/],
    ['no epochs of a preset', under({ epochs: 0 }), /at presets\.sample\.epochs$/],
    ['a batch of half an example', under({ batchSize: 0.5 }), /at presets\.sample\.batchSize$/],
    ['limits of no examples', under({ limits: { test: 0 } }), /at presets\.sample\.limits\.test$/],
    [
      'a batch larger than what there is to train with',
      under({ limits: { train: 4 } }),
      /4 examples don't fill a batch of 8\s*→ at presets\.sample\.limits\.train$/,
    ],
    [
      'an unknown metric to select by',
      { ...valid, training: { ...valid.training, select: 'acuracy' } },
      /at training\.select$/,
    ],
    [
      'a metric to select by that only the test has',
      { ...valid, training: { ...valid.training, select: 'bleu' } },
      /at training\.select$/,
    ],
    ['an unknown headline', { ...valid, headline: 'speed' }, /at headline$/],
    [
      'a headline without a column',
      { ...valid, headline: 'bleu' },
      /expected one of the columns loss, accuracy, got bleu\s*→ at headline$/,
    ],
    [
      'a column twice',
      { ...valid, columns: ['loss', 'loss'], headline: 'loss' },
      /'loss' is there already\s*→ at columns\[1\]$/,
    ],
    ['a mechanism twice', { ...valid, mechanisms: ['super', 'super'] }, /at mechanisms\[1\]$/],
    [
      'a baseline among the mechanisms',
      under({ baselines: ['linformer', 'super'] }),
      /'super' is among the mechanisms already\s*→ at presets\.sample\.baselines\[1\]$/,
    ],
    ['no heads', { ...valid, model: model(0) }, /expected a whole number above 0\s*→ at model\.heads$/],
    [
      'heads that don’t divide the width',
      { ...valid, model: model(3) },
      /^[^✖]*✖ 3 heads don't divide the model width 8\s*→ at model\.heads$/,
    ],
    [
      'heads of an ablation that don’t divide the width',
      { ...valid, ablation: { heads: [1, 2, 16] } },
      /^[^✖]*✖ 16 heads don't divide the model width 8\s*→ at ablation\.heads\[2\]$/,
    ],
    [
      'heads that don’t divide the width of a preset’s model',
      { ...under({ model: model(2, 6) }), ablation: { heads: [4, 8] } },
      /4 heads don't divide the model width 6\s*→ at presets\.sample\.ablation\.heads\[0\]/,
    ],
    [
      'an ablation of nothing',
      under({ ablation: { headSeeds: 1 } }),
      /expected heads or start[^→]*→ at presets\.sample\.ablation\n/,
    ],
    [
      'the default among the starts of an ablation',
      under({ ablation: { start: ['glorot'] } }),
      /"identity"\|"near-identity"[\s\S]*at presets\.sample\.ablation\.start\[0\]$/,
    ],
    [
      'other starts of mechanisms that have none',
      { ...valid, mechanisms: ['standard'], ablation: { start: ['identity'] } },
      /none of standard has a matrix whose start can be chosen\s*→ at ablation\.start$/,
    ],
    [
      'seeds of other heads that aren’t varied',
      under({ ablation: { start: ['identity'], headSeeds: 1 } }),
      /headSeeds says how heads is varied; expected heads beside it\s*→ at presets\.sample\.ablation\.headSeeds$/,
    ],
    [
      'seeds of baselines that there aren’t',
      under({ baselines: [], baselineSeeds: 1 }),
      /baselineSeeds says how many seeds baselines have; expected baselines beside it\s*→ at presets\.sample\.baselineSeeds$/,
    ],
    [
      'seeds of other starts that aren’t varied',
      under({ ablation: { heads: [1], startSeeds: 1 } }),
      /startSeeds says how start is varied; expected start beside it\s*→ at presets\.sample\.ablation\.startSeeds$/,
    ],
    [
      'parts of the training examples without other starts',
      under({ ablation: { heads: [1], trainSizes: [8] } }),
      /trainSizes says how start is varied; expected start beside it\s*→ at presets\.sample\.ablation\.trainSizes$/,
    ],
    [
      'parts of the training examples without Standard',
      { ...valid, mechanisms: ['super'], ablation: { start: ['identity'], trainSizes: [8] } },
      /standard, which they are compared with, isn't among the mechanisms\s*→ at ablation\.trainSizes$/,
    ],
    [
      'a part of the training examples that fills no batch',
      { ...valid, ablation: { start: ['identity'], trainSizes: [8, 7] } },
      /^[^✖]*✖ 7 examples don't fill a batch of 8\s*→ at ablation\.trainSizes\[1\]$/,
    ],
    [
      'a part of the training examples that are no fewer',
      under({ limits: { train: 90 }, ablation: { start: ['identity'], trainSizes: [80, 90] } }),
      /limits leave 90 examples, so that 90 are no part\s*→ at presets\.sample\.ablation\.trainSizes\[1\]$/,
    ],
    ['heads twice', under({ ablation: { heads: [1, 1] } }), /at presets\.sample\.ablation\.heads\[1\]$/],
    ['no seeds of a preset', under({ seeds: 0 }), /at presets\.sample\.seeds$/],
    [
      'a preset that is a path',
      { ...valid, presets: { '../runs': { because: 'x' } } },
      /at presets\["\.\.\/runs"\]$/,
    ],
    [
      'to start from a path',
      under({ startFrom: { experiment: '../imdb', preset: 'cpu' } }),
      /at presets\.sample\.startFrom\.experiment$/,
    ],
  ])('refuses %s', (_, definition, message) => {
    expect(() => defineExperiment(definition as unknown as typeof valid)).toThrow(message);
  });
});

it.each([0, -1, 1.5, Number.NaN])('resolveExperiment refuses %s seeds', (seeds) => {
  expect(() => resolveExperiment(defineExperiment(valid), { preset: 'sample', seeds })).toThrow(
    `seeds: expected a whole number above 0, got ${seeds}`,
  );
});

describe('a preset that stands for another', () => {
  const presets = { ...valid.presets, cpu: { because: 'it is as small', sameAs: 'sample' } };

  it('is that one, by its name too', () => {
    const resolved = resolveExperiment(defineExperiment({ ...valid, presets }), { preset: 'cpu', seeds: 1 });
    expect(resolved.preset).toEqual({ name: 'sample', because: 'it is quick', insteadOf: 'cpu' });
    expect(resolved.training.epochs).toBe(1);
    expect(resolved.seeds).toBe(1);
  });

  it.each([
    ['none', { sameAs: 'full' }, /expected one of sample, got full[\s\S]*at presets\.cpu\.sameAs/],
    ['itself', { sameAs: 'cpu' }, /expected one of sample, got cpu/],
    ['another and overrides it', { sameAs: 'sample', epochs: 3 }, /stands for sample can’t override epochs/],
  ])('stands for %s: refused', (_, overrides, message) => {
    const cpu = { because: 'a test', ...overrides };
    expect(() => defineExperiment({ ...valid, presets: { ...presets, cpu } })).toThrow(message);
  });
});

it('a preset may train with another optimiser', () => {
  const optimiser = adam({ learningRate: 0.1, decaySteps: 7 });
  const experiment = defineExperiment({
    ...valid,
    presets: { ...valid.presets, slow: { because: 'a test', optimiser } },
  });
  const optimiserOf = (preset: string) =>
    resolveExperiment(experiment, { preset }).training.optimiser.settings;
  expect(optimiserOf('slow')).toMatchObject({ learningRate: 0.1, decaySteps: 7 });
  expect(optimiserOf('sample')).toMatchObject({ learningRate: 0.001 });
});
