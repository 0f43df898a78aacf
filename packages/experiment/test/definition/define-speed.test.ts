import { adam } from '@better-attention/training';
import { describe, expect, it } from 'vitest';
import { defineSpeed, resolveSpeed } from '../../src/definition/define-speed.js';
import { timedTexts } from '../speed/texts.js';
import { speed } from '../timed-models.js';

describe('defineSpeed', () => {
  it('shares a model between presets that give a table the same', () => {
    const { models } = resolveSpeed(defineSpeed(speed), { preset: 'cpu' });
    expect(models.map(({ about }) => about)).toEqual([
      { table: 'texts', sizes: ['cpu', 'paper'], batch: 8, statedBatch: 8 },
      { table: 'texts', sizes: ['wide'], batch: 16, statedBatch: 16 },
    ]);
  });

  it('shares a model between presets whose learning rates fall differently: that changes no work', () => {
    const { presets } = timedTexts.experiment;
    const falling = { because: 'the rate falls', optimiser: adam({ learningRate: 1e-3, decaySteps: 9 }) };
    const experiment = { ...timedTexts.experiment, presets: { ...presets, cpu: falling } };
    const definition = defineSpeed({ ...speed, tables: [{ ...timedTexts, experiment }] });
    const { models } = resolveSpeed(definition, { preset: 'cpu' });
    expect(models.map(({ about }) => about.sizes)).toEqual([['cpu', 'paper'], ['wide']]);
  });

  it('has a preset’s overrides, and as many repetitions as are chosen', () => {
    const definition = defineSpeed(speed);
    expect(resolveSpeed(definition, { preset: 'paper' })).toMatchObject({ repetitions: 3, renew: false });
    const small = resolveSpeed(definition, { preset: 'sample', seeds: 7 });
    expect(small).toMatchObject({ repetitions: 7, renew: true, secondsPerPhase: 0.1 });
    expect(small.models.map(({ about }) => about.batch)).toEqual([4]);
  });

  it.each([
    [
      'standard missing',
      { mechanisms: ['super'] },
      /mechanisms: expected standard among them|expected standard/,
    ],
    ['rounds the wrong way', { rounds: { least: 4, most: 3 } }, /expected at least as many as the least/],
    [
      'a size that is no preset',
      { sizes: ['huge'] },
      /unknown preset of texts 'huge'; known: cpu, paper, wide/,
    ],
    ['an unknown key', { seconds: 3 }, /seconds/],
  ])('refuses %s', (_, change, message) => {
    expect(() => defineSpeed({ ...speed, ...change })).toThrow(message);
  });
});
