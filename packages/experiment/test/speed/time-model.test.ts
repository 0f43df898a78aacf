import { describe, expect, it } from 'vitest';
import type { SpeedModel } from '../../src/definition/speed-model.js';
import { timeModel } from '../../src/speed/time-model.js';
import { registerInconstant } from '../inconstant.js';
import { model } from './texts.js';

const settings = {
  mechanisms: ['standard', 'super'],
  threads: [1, 2],
  rounds: { least: 2, most: 3 },
  secondsPerPhase: 60,
  turn: { steps: 2, seconds: 10 },
};
const timed = model as SpeedModel;

describe('timeModel', () => {
  it('times both phases on each number of threads, every mechanism and Standard once more', async () => {
    const shares: number[] = [];
    const onProgress = (done: number) => shares.push(done);
    const measurements = await timeModel(settings, timed, { repetition: 1, onProgress });
    expect(measurements.map(({ phase, threads }) => `${phase} ${threads}`)).toEqual([
      'training 1',
      'inference 1',
      'training 2',
      'inference 2',
    ]);
    for (const { rounds, steps, contestants } of measurements) {
      expect([rounds, steps]).toEqual([3, 2]);
      expect(contestants.map(({ mechanism, control }) => [mechanism, control])).toEqual([
        ['standard', undefined],
        ['super', undefined],
        ['standard', true],
      ]);
      for (const { milliseconds, processorMilliseconds, deviation } of contestants) {
        expect(milliseconds.lowerQuartile).toBeGreaterThan(0);
        expect(milliseconds.upperQuartile).toBeGreaterThanOrEqual(milliseconds.median);
        expect(processorMilliseconds).toBeGreaterThan(0);
        expect(deviation).toBeLessThan(1e-4);
      }
      expect(contestants.map(({ logRatios }) => logRatios.length)).toEqual([0, 3, 3]);
      expect(contestants.map(({ processorLogRatio }) => processorLogRatio === undefined)).toEqual([
        true,
        false,
        false,
      ]);
    }
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((left, right) => left - right)).toEqual(shares);
  });

  it('stops after the seconds of a phase, but not before the least rounds', async () => {
    const quick = { ...settings, threads: [1], mechanisms: ['standard'], secondsPerPhase: 1e-9 };
    const [first] = await timeModel(quick, timed, { repetition: 0 });
    expect(first?.rounds).toBe(2);
  });

  it('takes fewer steps a turn where they are slow', async () => {
    const slow = { ...settings, threads: [1], mechanisms: ['standard'], turn: { steps: 50, seconds: 1e-9 } };
    const [first] = await timeModel(slow, timed, { repetition: 0 });
    expect(first?.steps).toBe(1);
  });

  it('refuses a mechanism whose step isn’t what TensorFlow.js takes', async () => {
    registerInconstant('inconstant-step');
    const wrong = { ...settings, mechanisms: ['standard', 'inconstant-step'] };
    await expect(timeModel(wrong, timed, { repetition: 0 })).rejects.toThrow(
      /^texts \(paper\) with inconstant-step attention: its first step deviates from TensorFlow\.js' by .* of the largest number, expected at most 0\.001; not timed$/,
    );
  });
});
