import { describe, expect, it } from 'vitest';
import { defineSpeed, resolveSpeed } from '../../src/definition/define-speed.js';
import { modelNamed } from '../../src/speed/measure-apart.js';
import { planSpeed, speedTable } from '../../src/tables/speed.js';
import { speed } from '../timed-models.js';
import { workspace } from '../workspace.js';

const resolved = resolveSpeed(defineSpeed(speed), { preset: 'cpu' });

describe('planSpeed', () => {
  const plan = planSpeed(resolved);

  it('is one record a model and repetition, all models of a repetition together', () => {
    expect(plan.map(({ file }) => file)).toEqual(
      [0, 1, 2].flatMap((repetition) => [
        `texts-paper-repetition${repetition}.json`,
        `texts-wide-repetition${repetition}.json`,
      ]),
    );
    expect(plan[0]?.configuration).toMatchObject({
      kind: 'speed',
      mechanisms: ['standard', 'super'],
      model: { name: 'text-classifier', modelWidth: 8, heads: 2 },
      dataset: { name: 'imdb', vocabularySize: 50, length: 8 },
      examples: { classes: 2, words: [2, 12] },
      training: { batch: 8, statedBatch: 8, optimiser: { name: 'adam' } },
      timing: { threads: [1, 2], rounds: { least: 2, most: 3 }, checkedExamples: 2 },
    });
  });

  it('has a fingerprint for each, and one configuration for the repetitions of a model', () => {
    expect(new Set(plan.map(({ fingerprint }) => fingerprint)).size).toBe(6);
    expect(new Set(plan.map(({ configuration }) => JSON.stringify(configuration))).size).toBe(2);
  });
});

it('a model is found by the name that a record gives it', () => {
  const about = { table: 'texts', sizes: ['wide'], batch: 16, statedBatch: 16 };
  expect(modelNamed(resolved, about)).toBe(resolved.models[1]);
  expect(() => modelNamed(resolved, { table: 'texts', sizes: ['paper'], batch: 8, statedBatch: 8 })).toThrow(
    'speed: no model of texts at the sizes of paper',
  );
});

it('step times are measured on the CPU alone', async () => {
  const table = speedTable(workspace, resolved);
  await expect(table.open({ device: 'cuda' })).rejects.toThrow(
    'speed is measured on the CPU, by the engine onnx; leave the device cuda out',
  );
  await expect(table.open({ device: 'cpu' })).resolves.toBeDefined();
});
