import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Claim, claimant } from '@better-attention/files';
import { type Engine, onnxEngine, wasmEngine } from '@better-attention/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoints } from '../../src/runs/checkpoints.js';
import { originOf } from '../../src/runs/origin.js';
import { executeRun, type RunResult, type RunSetting } from '../../src/runs/run.js';
import { firstRun, tinySetting } from './tiny-setting.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stopping '));
});
afterAll(() => rm(folder, { recursive: true }));

/** An engine that asks to stop at the n-th of its calls of a kind. */
function stoppingAt(engine: Engine, kind: 'train' | 'evaluate', number: number, stop: () => void): Engine {
  return {
    ...engine,
    async prepare(problem, random) {
      const trainer = await engine.prepare(problem, random);
      let calls = 0;
      const counted =
        <Given, Result>(call: (given: Given) => Promise<Result>) =>
        (given: Given): Promise<Result> => {
          if (++calls === number) stop();
          return call(given);
        };
      return { ...trainer, [kind]: counted(trainer[kind] as (given: unknown) => Promise<unknown>) };
    },
  };
}

/** One sitting of a run. */
async function sitting(setting: RunSetting, path: string, signal?: AbortSignal) {
  const claim = (await claimant().tryClaim(path)) as Claim;
  const lines: string[] = [];
  const { engine, source, dataset } = setting;
  const run = firstRun(setting);
  const checkpoints = await openCheckpoints({
    claim,
    origin: originOf({ run, dataset, source, engine }),
    every: 3600,
    concurrentRuns: () => 1,
    say: (line) => lines.push(line),
  });
  const options = { checkpoints, keepParameters: true, ...(signal && { signal }) };
  const result = await executeRun(run, setting, options).finally(() => claim.release());
  return { result, lines };
}

const essence = ({ record, files, parameters }: RunResult) => {
  if (record.status !== 'complete') throw new Error(record.error);
  const { epochs, bestEpoch, test } = record;
  return { epochs: epochs.map(({ trainSeconds: _, ...epoch }) => epoch), bestEpoch, test, files, parameters };
};

describe.each([
  ['onnx', onnxEngine],
  ['wasm', wasmEngine],
])('a run of the engine %s that is asked to stop', (name, open) => {
  let setting: RunSetting;
  let straight: ReturnType<typeof essence>;
  beforeAll(async () => {
    setting = await tinySetting(await open({ threads: 1 }), { batchSize: 8 });
    straight = essence(await executeRun(firstRun(setting), setting, { keepParameters: true }));
  });

  it.each([
    ['in its first step', 'train', 1, 'in epoch 1 at step 1 of 34'],
    ['in the last step of an epoch', 'train', 34, 'in epoch 1 at step 34 of 34'],
    ['in the middle of an epoch', 'train', 40, 'in epoch 2 at step 6 of 34'],
    ['in a validation', 'evaluate', 6, 'in epoch 2 at step 34 of 34'],
    ['in the last batch of a validation', 'evaluate', 8, 'after epoch 2'],
    ['in the test', 'evaluate', 12, 'after epoch 2'],
    ['while its inference is timed', 'evaluate', 30, 'after epoch 2'],
  ] as const)('%s goes on to the same bits', async (_, kind, number, place) => {
    const path = join(folder, `${name}-${kind}-${number}`);
    const controller = new AbortController();
    const stop = () => controller.abort(new Error('asked to stop'));
    const stopping = { ...setting, engine: stoppingAt(setting.engine, kind, number, stop) };
    await expect(sitting(stopping, path, controller.signal)).rejects.toThrow('asked to stop');
    const [token = ''] = await readdir(path);
    expect(await readdir(join(path, token))).toHaveLength(1);
    const { result, lines } = await sitting(setting, path);
    expect(lines).toEqual([`goes on ${place}`]);
    expect(essence(result)).toEqual(straight);
    expect(result.record.resumed).toBe(1);
  });
});
