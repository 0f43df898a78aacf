import { timedTexts } from './speed/texts.js';

/** A small table of step times. */
export const speed = {
  name: 'speed',
  title: 'Speed',
  kind: 'speed' as const,
  mechanisms: ['standard', 'super'],
  tables: [timedTexts],
  threads: [1, 2],
  sizes: ['paper'],
  largestBatch: {},
  repetitions: 3,
  rounds: { least: 2, most: 3 },
  secondsPerPhase: 1,
  turn: { steps: 10, seconds: 0.1 },
  presets: {
    sample: {
      because: 'it is quick',
      renew: true,
      secondsPerPhase: 0.1,
      largestBatch: { paper: { texts: 4 } },
    },
    cpu: { because: 'two sizes', sizes: ['cpu', 'paper', 'wide'] },
    paper: { because: 'the paper’s sizes' },
  },
  deviations: [],
};
