/** A small table of timed layers. */
export const definition = {
  name: 'speed',
  title: 'Speed',
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
