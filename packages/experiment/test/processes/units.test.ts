import { describe, expect, it } from 'vitest';
import { trainToEnd } from '../../../../testing/faults/training.js';
import { newWorkspace, recordsOf } from './tiny.js';

const shorter = (source: string) => source.replace('epochs: 12', 'epochs: 1');

describe('train --unit', () => {
  it('trains the units that are named and no others; recorded already, it says so', async () => {
    const workspace = await newWorkspace(shorter);
    const ids = ['tiny/sample/super-h2-seed1', 'tiny/sample/standard-h2-seed0'];
    const parameters = ids.flatMap((id) => ['--unit', id]);
    expect(await trainToEnd(workspace, { parameters })).toMatchObject({ code: 0 });
    const records = await recordsOf(workspace);
    expect([...records.keys()]).toEqual(['standard-h2-seed0.json', 'super-h2-seed1.json']);
    expect([...records.values()].map(({ engine }) => engine.concurrentRuns)).toEqual([1, 1]);
    expect(await trainToEnd(workspace, { parameters })).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${ids.join(', ')} recorded in`),
    });
  });
});

describe('a unit that fails', () => {
  it('is named with its error, and the others are trained', async () => {
    const workspace = await newWorkspace((source) =>
      shorter(source)
        .replace(
          /model: (textClassifier\(.*\)),/,
          `model: { ...$1, build: (options) => {
          if (options.mechanism === 'standard' && broken-- > 0) throw new Error('this one is broken');
          return $1.build(options);
        } },`,
        )
        .replace('export default', 'let broken = 2;\nexport default'),
    );
    const { code, output } = await trainToEnd(workspace);
    expect(code).toBe(1);
    expect(output).toContain('tiny standard 2 heads seed 0: not trained: this one is broken');
    expect(output).toMatch(
      /error: 2 units failed; the same command tries again\n {2}tiny\/sample\/standard-h2-seed0: this one is broken\n {2}tiny\/sample\/standard-h2-seed1: this one is broken/,
    );
    expect([...(await recordsOf(workspace)).keys()]).toEqual(['super-h2-seed0.json', 'super-h2-seed1.json']);
  });

  it.each([
    ['a training that diverges', 'learningRate: 1e30', 'epochs: 2'],
    ['a validation that is not finite after one finite step', 'learningRate: 1e30', 'epochs: 1'],
  ])('by %s is a failed record with its epoch, and ends nothing', async (_, rate, epochs) => {
    const workspace = await newWorkspace((source) =>
      source
        .replace('learningRate: 1e-3', rate)
        .replace('epochs: 12', epochs)
        .replace('batchSize: 32', 'batchSize: 2000'),
    );
    const { code, output } = await trainToEnd(workspace);
    expect({ code, output }).toMatchObject({ code: 0 });
    const records = [...(await recordsOf(workspace)).values()];
    expect(records).toHaveLength(4);
    for (const record of records) {
      expect(record).toMatchObject({
        status: 'failed',
        error: expect.stringMatching(
          /^training diverged: the (training|validation) loss is NaN in epoch [12];/,
        ),
      });
    }
  });
});
