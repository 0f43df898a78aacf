import { mechanism } from '@better-attention/attention';
import { describe, expect, it } from 'vitest';
import { timeLayers } from '../../src/layers/time-layers.js';
import { registerInconstant } from '../inconstant.js';

const base = { contextLength: 6, modelWidth: 8, heads: 2 };
const options = {
  mechanisms: ['standard', 'super', 'linformer', 'performer', 'multi-query'],
  batches: [1, 3],
  threads: 1,
  rounds: { least: 2, most: 4 },
  secondsPerSize: 60,
};

describe('timeLayers', () => {
  it('times every mechanism at every batch size, after comparing it', async () => {
    const measurements = await timeLayers(options, base);
    expect(measurements.map(({ mechanism: name, batch }) => `${name} ${batch}`)).toEqual(
      [1, 3].flatMap((batch) => options.mechanisms.map((name) => `${name} ${batch}`)),
    );
    for (const { rounds, deviation, milliseconds } of measurements) {
      const { lowerQuartile, median, upperQuartile } = milliseconds;
      expect(rounds).toBe(4);
      expect(deviation).toBeGreaterThanOrEqual(0);
      expect(deviation).toBeLessThan(1e-5);
      expect(lowerQuartile).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(lowerQuartile);
      expect(upperQuartile).toBeGreaterThanOrEqual(median);
    }
  });

  it('stops after the seconds of a size, but not before the least rounds', async () => {
    const settings = { ...options, mechanisms: ['standard'], batches: [1], secondsPerSize: 1e-9 };
    expect((await timeLayers(settings, base))[0]?.rounds).toBe(2);
  });

  it('refuses a mechanism whose compiled output is wrong', async () => {
    registerInconstant('inconstant');
    expect(mechanism('inconstant')).toBeDefined();
    const settings = { ...options, mechanisms: ['standard', 'inconstant'] };
    await expect(timeLayers(settings, base)).rejects.toThrow(
      /^inconstant attention of length 6, width 8, 2 heads: its compiled output deviates from TensorFlow\.js'/,
    );
  });
});
