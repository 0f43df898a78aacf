import { imdb } from '@better-attention/datasets';
import { runFile } from '@better-attention/records';
import { adam } from '@better-attention/training';
import { describe, expect, it } from 'vitest';
import { resolveExperiment } from '../../src/definition/define-experiment.js';
import { defineExperiment, textClassifier } from '../../src/index.js';
import { planRuns } from '../../src/runs/plan-runs.js';

const experiment = defineExperiment({
  name: 'imdb',
  title: 'IMDB',
  dataset: imdb({ vocabularySize: 100, length: 8 }),
  model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 4, dropout: 0.1 }),
  training: { optimiser: adam({ learningRate: 0.01 }), batchSize: 8, epochs: 10, select: 'accuracy' },
  columns: ['loss', 'accuracy'],
  headline: 'accuracy',
  mechanisms: ['standard', 'super'],
  seeds: 5,
  presets: {
    sample: { because: 'it is quick', epochs: 1, seeds: 2, embeddedSample: true },
    paper: { because: 'the paper' },
  },
  deviations: [],
});

describe('resolveExperiment', () => {
  it('applies the overrides of a preset and leaves the rest', () => {
    const { embeddedSample, seeds, training } = resolveExperiment(experiment, { preset: 'sample' });
    expect({ embeddedSample, seeds, ...training }).toMatchObject({
      embeddedSample: true,
      seeds: 2,
      epochs: 1,
      batchSize: 8,
    });
    expect(resolveExperiment(experiment, { preset: 'paper', seeds: 3 })).toMatchObject({ seeds: 3 });
    expect(resolveExperiment(experiment, { preset: 'paper' })).toMatchObject({
      preset: { name: 'paper', because: 'the paper' },
      embeddedSample: false,
      seeds: 5,
      training: { epochs: 10 },
    });
  });

  it('takes data, model, baselines and ablation of a preset in place of the experiment’s', () => {
    const other = {
      dataset: imdb({ vocabularySize: 50, length: 4 }),
      model: textClassifier({ modelWidth: 4, heads: 1, hiddenWidth: 8, headWidth: 4, dropout: 0 }),
      baselines: ['multi-query'],
      ablation: null,
      batchSize: 3,
    };
    const varied = {
      ...experiment,
      baselines: ['linformer'],
      ablation: { heads: [1, 2] },
      presets: { ...experiment.presets, small: { because: 'it is small', limits: { train: 9 }, ...other } },
    };
    const { training, ...resolved } = resolveExperiment(varied, { preset: 'small' });
    const { batchSize, ...rest } = other;
    expect(resolved).toMatchObject({ ...rest, limits: { train: 9 } });
    expect(training.batchSize).toBe(3);
    expect(resolveExperiment(varied, { preset: 'paper' })).toMatchObject({
      dataset: experiment.dataset,
      baselines: ['linformer'],
      ablation: { heads: [1, 2] },
      limits: undefined,
    });
    const [run] = planRuns(resolveExperiment(varied, { preset: 'small' }));
    expect(run?.configuration.dataset).toMatchObject({ vocabularySize: 50, limits: { train: 9 } });
  });

  it('names the presets when there is none of the name', () => {
    expect(() => resolveExperiment(experiment, { preset: 'toString' })).toThrow(
      "unknown preset of imdb 'toString'; known: sample, paper",
    );
  });
});

describe('planRuns', () => {
  const runs = planRuns(resolveExperiment(experiment, { preset: 'sample' }));

  it('compares all mechanisms at a seed before the next, which begins with another', () => {
    expect(runs.map(({ mechanism, seed }) => `${mechanism} ${seed}`)).toEqual([
      'standard 0',
      'super 0',
      'super 1',
      'standard 1',
    ]);
  });

  it('trains baselines and other numbers of heads after the mechanisms', () => {
    const whole = {
      ...experiment,
      baselines: ['multi-query'],
      ablation: { heads: [1, 2, 4], headSeeds: 1 },
    };
    const labels = planRuns(resolveExperiment(whole, { preset: 'sample' })).map(
      ({ mechanism, heads, seed }) => `${mechanism} h${heads} seed ${seed}`,
    );
    expect(labels).toEqual([
      'standard h2 seed 0',
      'super h2 seed 0',
      'super h2 seed 1',
      'standard h2 seed 1',
      'multi-query h2 seed 0',
      'multi-query h2 seed 1',
      'standard h1 seed 0',
      'super h1 seed 0',
      'standard h4 seed 0',
      'super h4 seed 0',
    ]);
    expect(
      planRuns(resolveExperiment(whole, { preset: 'sample' })).at(-1)?.configuration.model,
    ).toMatchObject({ heads: 4 });
  });

  it('trains the seeds of a pilot first, and those that tests rest on behind them', () => {
    const presets = { piloted: { because: 'a test', pilotSeeds: 2, seeds: 3 } };
    const whole = {
      ...experiment,
      presets,
      baselines: ['multi-query'],
      ablation: { heads: [4], headSeeds: 1 },
    };
    const planned = planRuns(resolveExperiment(whole, { preset: 'piloted' }));
    const seedsOf = (name: string, count = 2) =>
      planned.filter(({ mechanism, heads }) => mechanism === name && heads === count).map(({ seed }) => seed);
    expect(seedsOf('super')).toEqual([0, 1, 2, 3, 4]);
    expect(seedsOf('multi-query')).toEqual([2, 3, 4]);
    expect(seedsOf('super', 4)).toEqual([2]);
    expect(planned.slice(0, 4).every(({ seed }) => seed < 2)).toBe(true);
    const without = planRuns(
      resolveExperiment({ ...whole, presets: experiment.presets }, { preset: 'paper' }),
    );
    expect(without.some(({ seed }) => seed === 0)).toBe(true);
    const few = { ...whole, presets: { piloted: { ...presets.piloted, baselineSeeds: 1 } } };
    const ofBaseline = planRuns(resolveExperiment(few, { preset: 'piloted' })).filter(
      ({ mechanism }) => mechanism === 'multi-query',
    );
    expect(ofBaseline.map(({ seed }) => seed)).toEqual([2]);
  });

  it('trains Super from other starts of W^A with the seeds of the default, under names of their own', () => {
    const whole = { ...experiment, ablation: { start: ['identity' as const, 'near-identity' as const] } };
    const planned = planRuns(resolveExperiment(whole, { preset: 'sample' }));
    expect(planned.slice(0, runs.length)).toEqual(runs);
    const started = planned.slice(runs.length);
    expect(started.map(runFile)).toEqual([
      'super-h2-identity-seed0.json',
      'super-h2-identity-seed1.json',
      'super-h2-near-identity-seed0.json',
      'super-h2-near-identity-seed1.json',
    ]);
    const usual = runs.find(({ mechanism }) => mechanism === 'super')?.configuration;
    expect(started[0]?.configuration).toEqual({
      ...usual,
      model: { ...(usual?.model as object), alignmentStart: 'identity' },
    });
    expect(new Set(planned.map(({ fingerprint }) => fingerprint)).size).toBe(planned.length);
  });

  describe('on parts of the training examples', () => {
    const ablation = { start: ['identity' as const], trainSizes: [20, 50], startSeeds: 3 };
    const whole = { ...experiment, mechanisms: ['standard', 'efficient', 'super'], ablation };
    const planned = planRuns(resolveExperiment(whole, { preset: 'sample' }));
    const onParts = planned.filter(({ trainExamples }) => trainExamples !== undefined);

    it('trains Standard, and Super from every start, behind all other runs', () => {
      expect(planned.slice(-onParts.length)).toEqual(onParts);
      expect(onParts.slice(0, 7).map(runFile)).toEqual([
        'standard-h2-train20-seed0.json',
        'super-h2-train20-seed0.json',
        'super-h2-identity-train20-seed0.json',
        'standard-h2-train50-seed0.json',
        'super-h2-train50-seed0.json',
        'super-h2-identity-train50-seed0.json',
        'super-h2-train20-seed1.json',
      ]);
      expect(onParts[0]?.configuration.dataset).toMatchObject({ trainExamples: 20 });
      expect(new Set(planned.map(({ fingerprint }) => fingerprint)).size).toBe(planned.length);
    });

    it('has seeds of its own, and of other starts on all examples only those of the default', () => {
      const seedsOf = (runs: readonly { seed: number }[]) => [...new Set(runs.map(({ seed }) => seed))];
      expect(seedsOf(onParts)).toEqual([0, 1, 2]);
      const started = planned.filter((run) => run.variant === 'identity' && !onParts.includes(run));
      expect(seedsOf(started)).toEqual([0, 1]);
      expect(seedsOf(planned.filter(({ mechanism }) => mechanism === 'efficient'))).toEqual([0, 1]);
    });

    it('has no more seeds than are asked for', () => {
      const few = planRuns(resolveExperiment(whole, { preset: 'sample', seeds: 1 }));
      expect(few.every(({ seed }) => seed === 0)).toBe(true);
    });

    it('leaves the other runs as they are', () => {
      const without = { ...whole, ablation: { start: ablation.start } };
      expect(planned.slice(0, -onParts.length)).toEqual(
        planRuns(resolveExperiment(without, { preset: 'sample' })),
      );
    });
  });

  it('states the whole configuration, which differs between mechanisms in their names alone', () => {
    const [standard, other] = runs;
    expect(standard?.configuration).toEqual({
      dataset: { name: 'imdb', vocabularySize: 100, length: 8, lineBreaks: 'word' },
      model: {
        name: 'text-classifier',
        modelWidth: 8,
        heads: 2,
        hiddenWidth: 8,
        headWidth: 4,
        dropout: 0.1,
        mechanism: 'standard',
      },
      training: {
        batchSize: 8,
        epochs: 1,
        select: 'accuracy',
        optimiser: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      },
    });
    const model = standard?.configuration.model as Record<string, unknown>;
    expect(other?.configuration).toEqual({
      ...standard?.configuration,
      model: { ...model, mechanism: 'super' },
    });
  });

  it('gives each run a fingerprint of its own, the same each time', () => {
    expect(new Set(runs.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    expect(planRuns(resolveExperiment(experiment, { preset: 'sample' }))).toEqual(runs);
    const longer = { ...experiment, training: { ...experiment.training, batchSize: 9 } };
    expect(planRuns(resolveExperiment(longer, { preset: 'sample' }))[0]?.fingerprint).not.toBe(
      runs[0]?.fingerprint,
    );
  });
});
