import type { LatencyRecord } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { runState } from '../../src/plan.js';
import { defineSweep, resolveSweep } from '../../src/sweep/define.js';
import { sweepSizes } from '../../src/sweep/measure/sizes.js';
import { planSweep } from '../../src/sweep/plan.js';

const definition = {
  name: 'speed',
  table: 'Speed',
  kind: 'latency' as const,
  mechanisms: ['standard', 'super'],
  base: { contextLength: 16, modelWidth: 8, heads: 2 },
  axes: { contextLength: [16, 32], modelWidth: [8, 4], heads: [1, 2] },
  batches: [1, 64],
  threads: 1,
  repetitions: 5,
  rounds: { least: 3, most: 9 },
  secondsPerSize: 2,
  presets: {
    sample: { because: 'it is quick', renew: true, repetitions: 2 },
    paper: { because: 'all of it' },
  },
  deviations: [],
};

describe('defineSweep', () => {
  it.each([
    [
      { mechanisms: ['supper'] },
      "mechanism 'supper' is unknown; known are standard, optimised, efficient, super",
    ],
    [{ axes: { ...definition.axes, heads: [2, 3] } }, "3 heads don't divide the model width 8"],
    [
      { axes: { ...definition.axes, heads: [1, 4] } },
      "preset sample: the axis heads (1, 4) lacks the base's 2",
    ],
    [{ kind: 'complexity' as const }, /Unrecognized keys: "batches"/],
    [{ presets: { sample: { because: 'quick', epochs: 3 } } }, /Unrecognized key: "epochs"/],
  ])('refuses %j', (change, message) => {
    expect(() => defineSweep({ ...definition, ...change } as typeof definition)).toThrow(message);
  });

  it('applies the overrides of a preset and leaves the rest', () => {
    const sweep = defineSweep(definition);
    expect(resolveSweep(sweep, 'sample')).toMatchObject({ repetitions: 2, renew: true, batches: [1, 64] });
    expect(resolveSweep(sweep, 'paper')).toMatchObject({ repetitions: 5, renew: false });
    expect(() => resolveSweep(sweep, 'cpu')).toThrow("unknown preset of speed 'cpu'; known: sample, paper");
  });
});

it('sizes vary one axis at a time, each size once', () => {
  const sizes = sweepSizes(definition).map(({ contextLength, modelWidth, heads }) => [
    contextLength,
    modelWidth,
    heads,
  ]);
  expect(sizes).toEqual([
    [16, 8, 2],
    [32, 8, 2],
    [16, 4, 2],
    [16, 8, 1],
  ]);
});

describe('planSweep', () => {
  const sweep = resolveSweep(defineSweep(definition), 'sample');
  const plan = planSweep(sweep);

  it('is one record for each repetition, with the whole configuration', () => {
    expect(plan.map(({ file }) => file)).toEqual(['repetition0.json', 'repetition1.json']);
    expect(plan[0]?.configuration).toEqual({
      kind: 'latency',
      mechanisms: definition.mechanisms,
      base: definition.base,
      axes: definition.axes,
      batches: [1, 64],
      threads: 1,
      rounds: { least: 3, most: 9 },
      secondsPerSize: 2,
      warmUpRounds: 3,
      allowSpinning: false,
      largestDeviation: 1e-4,
    });
  });

  it('has a fingerprint that changes with the settings and the repetition, not with their number', () => {
    const other = resolveSweep(defineSweep({ ...definition, threads: 2 }), 'sample');
    const more = planSweep(
      resolveSweep(defineSweep({ ...definition, presets: { sample: { because: 'more' } } }), 'sample'),
    );
    expect(plan[0]?.fingerprint).not.toBe(plan[1]?.fingerprint);
    expect(planSweep(other)[0]?.fingerprint).not.toBe(plan[0]?.fingerprint);
    expect(more[1]?.fingerprint).toBe(plan[1]?.fingerprint);
  });

  it('knows what is recorded, under other settings, or by older sources', () => {
    const [planned] = plan;
    if (!planned) throw new Error('no plan');
    const record = (fingerprint: string) =>
      ({ fingerprint, source: { packages: 'now' } }) as unknown as LatencyRecord;
    expect(runState(planned, undefined, { packages: 'now' })).toBe('missing');
    expect(runState(planned, record('another'), { packages: 'now' })).toBe('changed settings');
    expect(runState(planned, record(planned.fingerprint), { packages: 'before' })).toBe('older sources');
    expect(runState(planned, record(planned.fingerprint), { packages: 'now' })).toBe('done');
  });
});
