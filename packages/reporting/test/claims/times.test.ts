import { describe, expect, it } from 'vitest';
import { fasterInTurns } from '../../src/claims/times.js';
import { buildSpeedTable } from '../../src/speed/speed-table.js';
import { RATIOS, type Ratios, speedTable } from '../speed-tables.js';

function judged(table: string, ratios: Readonly<Record<string, Ratios>> = {}, repetitions = 5) {
  return fasterInTurns([buildSpeedTable(speedTable({ ratios, repetitions }))], table);
}

describe('claim 5, in turns', () => {
  it('is asked of each mechanism in each phase', () => {
    expect(judged('imdb').map(({ measure, mechanism }) => `${measure} ${mechanism}`)).toEqual([
      'training time optimised',
      'training time efficient',
      'training time super',
      'inference time optimised',
      'inference time efficient',
      'inference time super',
    ]);
  });

  it('is supported where the mechanism is faster on each number of threads', () => {
    const [first] = judged('imdb');
    expect(first).toMatchObject({ verdict: 'supported', word: 'faster' });
    expect(first?.sentence).toBe(
      'Training time of Optimised relative to Standard’s. At the sizes of cpu and paper, 64 examples a step: ' +
        '0.90 [0.89, 0.91] on 1 thread (Standard against itself 1.00 [0.99, 1.01]) and ' +
        '0.90 [0.89, 0.91] on 2 threads (Standard against itself 1.00 [0.99, 1.01]). Faster on each (p < 0.001).',
    );
    expect(first?.numbers['paper.threads1.ratio']).toBeCloseTo(0.9);
    expect(first?.records[0]).toBe('training-speed/imdb-paper-repetition0.json');
  });

  it('is contradicted where it is shown to be slower, corrected over the whole claim', () => {
    const slow = judged('imdb', { 'imdb-paper': { ...RATIOS, super: 1.2 } }).filter(
      ({ mechanism }) => mechanism === 'super',
    );
    expect(slow.map(({ verdict, word }) => [verdict, word])).toEqual([
      ['contradicted', 'slower'],
      ['contradicted', 'slower'],
    ]);
    expect(slow[0]?.sentence).toContain(
      'Slower (p < 0.001, corrected p < 0.001 over 6 data sets × 3 mechanisms × 2 phases).',
    );
  });

  it('is open where neither is shown', () => {
    const [, , level] = judged('imdb', { 'imdb-paper': { ...RATIOS, super: 1 } });
    expect(level).toMatchObject({ verdict: 'open', word: 'open' });
    const [, , little] = judged('imdb', { 'imdb-paper': { ...RATIOS, super: 1.012 } });
    expect(little?.numbers.slowerP).toBeLessThan(0.1);
    expect(little).toMatchObject({ verdict: 'open', seedsToDecide: { power: 0.8 } });
    expect(little?.sentence).toMatch(
      /nor to be slower \(.*\)\. About \d+ repetitions \(\d+ to .*\) would decide it with 80 % power\./,
    );
  });

  it('rests on the paper’s sizes alone, with the others beside them', () => {
    const [, , ours] = judged('mnist', { 'mnist-cpu': { ...RATIOS, super: 1.5 } });
    expect(ours?.verdict).toBe('supported');
    expect(ours?.sentence).toContain('At the size of paper, 32 examples instead of 256 a step: 0.95');
    expect(ours?.sentence).toContain('At the size of cpu, 64 examples a step: 1.50');
  });

  it('is open where the control says that the machine was disturbed', () => {
    const [first] = judged('imdb', { 'imdb-paper': { ...RATIOS, control: 1.1 } });
    expect(first?.verdict).toBe('open');
    expect(first?.sentence).toContain(
      'The control says that the machine was disturbed (1 thread and 2 threads), so that nothing is decided: repetitions on a quiet machine would decide it.',
    );
  });

  it('is open with fewer than three repetitions, and not measured without any', () => {
    expect(judged('imdb', {}, 2)[0]).toMatchObject({ verdict: 'open' });
    expect(judged('imdb', {}, 2)[0]?.sentence).toContain(
      'No test of fewer than three repetitions, so at least 1 more repetition would decide it.',
    );
    expect(judged('cifar100')[0]).toMatchObject({
      verdict: 'not measured',
      sentence: 'Not timed at the paper’s sizes.',
    });
    expect(fasterInTurns([], 'imdb').map(({ verdict }) => verdict)).toEqual(Array(6).fill('not measured'));
  });
});
