import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Checkpoint, decodeSafetensors } from '@better-attention/training';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkpointFile } from '../../src/runs/checkpoints.js';

const snapshot = (step: number, value: number) => ({
  step,
  parameters: {
    'block.kernel': { shape: [2, 2], values: new Float32Array(4).fill(value) },
    bias: { shape: [2], values: new Float32Array(2).fill(value) },
  },
  slots: {
    mean: {
      'block.kernel': { shape: [2, 2], values: new Float32Array(4).fill(value / 10) },
      bias: { shape: [2], values: new Float32Array(2).fill(value / 10) },
    },
    meanSquare: {
      'block.kernel': { shape: [2, 2], values: new Float32Array(4).fill(value / 100) },
      bias: { shape: [2], values: new Float32Array(2).fill(value / 100) },
    },
  },
});
const checkpoint: Checkpoint = {
  epochs: [{ epoch: 1, train: { loss: 0.1 + 0.2 }, validation: { loss: 1, accuracy: 0.5 }, trainSeconds: 2 }],
  last: snapshot(20, 7),
  begun: { steps: 4, means: { sums: { loss: 0.1 * 3 }, weight: 32 }, trainSeconds: 0.7 },
  best: { epoch: 1, parameters: snapshot(10, 3).parameters },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoints '));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a checkpoint file', () => {
  it('gives back what was written, and nothing to a run of another origin', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const path = join(folder, 'deep', 'run.safetensors');
    const file = checkpointFile(path, 'this run');
    expect(await file.read()).toBeUndefined();
    vi.advanceTimersByTime(31_000);
    await file.write({ make: async () => checkpoint });
    vi.useRealTimers();
    expect(await file.read()).toEqual(checkpoint);
    expect(Object.keys(decodeSafetensors(await readFile(path), path).arrays).slice(0, 3)).toEqual([
      'last.parameters.block.kernel',
      'last.parameters.bias',
      'last.slots.mean.block.kernel',
    ]);
    expect(await checkpointFile(path, 'another run').read()).toBeUndefined();
    await file.remove();
    expect(await file.read()).toBeUndefined();
  });

  it('is not written within half a minute of the last time', async () => {
    const file = checkpointFile(join(folder, 'soon.safetensors'), 'run');
    await file.write({ make: () => expect.fail('nothing is made that is not kept') });
    expect(await readdir(folder)).not.toContain('soon.safetensors');
  });
});
