import { mkdtemp, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Claim, claimant, LostClaimError } from '@better-attention/files';
import { type Checkpoint, decodeSealed } from '@better-attention/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Checkpoints, openCheckpoints } from '../../src/runs/checkpoints.js';

const array = (value: number) => ({ shape: [2, 2], values: new Float32Array(4).fill(value) });
const epoch = (number: number) => ({
  epoch: number,
  train: { loss: 0.1 + 0.2 },
  validation: { loss: 1, accuracy: 0.5 },
  trainSeconds: 2,
});

/** A checkpoint after one epoch and some steps of the second. */
const after = (steps: number): Checkpoint => ({
  epochs: [epoch(1)],
  begun: { steps, means: { sums: { loss: 0.7 * steps }, weight: steps }, trainSeconds: 0.5 },
  last: {
    step: 10 + steps,
    parameters: { 'block.kernel': array(steps) },
    slots: { mean: { 'block.kernel': array(steps / 10) }, square: { 'block.kernel': array(steps / 100) } },
  },
  best: { epoch: 1, parameters: { 'block.kernel': array(3) } },
});

const origin = {
  settings: 'a',
  data: 'b',
  packages: 'c',
  lockfile: 'd',
  start: 'none',
  engine: 'onnx on cpu',
  versions: 'onnxruntime-node 1.30.0',
  node: 'v20',
};
const beginning = { threads: 2, steps: 1200 };

let folder: string;
let claim: Claim;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoints '));
  claim = (await claimant().tryClaim(join(folder, 'super'))) as Claim;
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Given {
  readonly origin?: Partial<typeof origin>;
  readonly every?: number;
  readonly runsAtOnce?: number;
}

const opened = ({ origin: other, every = 1e-6, runsAtOnce = 1 }: Given = {}): Promise<Checkpoints> =>
  openCheckpoints({
    claim,
    origin: { ...origin, ...other },
    every,
    concurrentRuns: () => runsAtOnce,
    say: (line) => lines.push(line),
  });

/** A moment of a training that took so long to copy. */
const moment = (checkpoint: Checkpoint, stopping = false, milliseconds = 0) => ({
  stopping,
  make: async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return checkpoint;
  },
});

/** A training that kept moments after some steps and was killed. */
async function kept(...steps: readonly number[]): Promise<string[]> {
  for (const each of steps) {
    const checkpoints = await opened();
    await checkpoints.begin(beginning);
    await checkpoints.offer(moment(after(each)));
    await checkpoints.settled();
  }
  lines = [];
  return files();
}

const files = async () => (await readdir(claim.folder)).filter((name) => name !== 'holder.json').sort();

async function begun(threads = 2, given: Given = {}): Promise<Checkpoint | undefined> {
  return (await opened(given)).begin({ ...beginning, threads });
}

describe('checkpoints', () => {
  it('give back the newest, and keep the last two', async () => {
    expect(await kept(20, 120, 1000)).toEqual([
      'epochs-00001-steps-00000120.safetensors',
      'epochs-00001-steps-00001000.safetensors',
    ]);
    expect(await begun()).toEqual(after(1000));
    expect(lines).toEqual(['goes on in epoch 2 at step 1000 of 1200']);
  });

  it('are safetensors with the arrays by name', async () => {
    const [name = ''] = await kept(20);
    const { arrays } = decodeSealed(await readFile(join(claim.folder, name)), name);
    expect(Object.keys(arrays)).toEqual([
      'last.parameters.block.kernel',
      'last.slots.mean.block.kernel',
      'last.slots.square.block.kernel',
      'best.parameters.block.kernel',
    ]);
  });

  it('are not made before it is time', async () => {
    const checkpoints = await opened({ every: 3600 });
    await checkpoints.begin(beginning);
    await checkpoints.offer({ stopping: false, make: () => expect.fail('nothing is made that is not kept') });
    expect(await files()).toEqual([]);
  });

  it('take at most a hundredth of the time', { timeout: 300_000 }, async () => {
    const checkpoints = await opened();
    await checkpoints.begin(beginning);
    await checkpoints.offer(moment(after(1), false, 30));
    await checkpoints.settled();
    const started = performance.now();
    for (let steps = 2; (await files()).length < 2; steps++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await checkpoints.offer(moment(after(steps)));
      await checkpoints.settled();
    }
    expect(performance.now() - started).toBeGreaterThan(2900);
  });

  it('keep the last moment of a training that stops, whenever it is', async () => {
    const checkpoints = await opened({ every: 3600 });
    await checkpoints.begin(beginning);
    await checkpoints.offer(moment(after(120), true));
    expect(lines).toEqual(['stopped in epoch 2 at step 120 of 1200; the same command goes on from there']);
    expect(await begun()).toEqual(after(120));
  });

  it('keep nothing of a training that stops before its first step', async () => {
    const checkpoints = await opened();
    await checkpoints.begin(beginning);
    await checkpoints.offer(moment({ epochs: [], last: after(0).last }, true));
    expect([await files(), lines]).toEqual([[], []]);
  });

  it('count the sittings of a run, and the most runs at once in all of them', async () => {
    const first = await opened({ runsAtOnce: 3 });
    await first.begin(beginning);
    await first.offer(moment(after(1), true));
    expect(first.history()).toEqual({ sittings: 0, concurrentRuns: 3 });
    const second = await opened({ runsAtOnce: 2 });
    await second.begin(beginning);
    expect(second.history()).toEqual({ sittings: 1, concurrentRuns: 3 });
  });
});

describe('a checkpoint that is damaged', () => {
  const flip = async (path: string) => {
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 3);
    await file.write(Buffer.from([(buffer[0] as number) ^ 4]), 0, 1, size - 3);
    await file.close();
  };
  const DAMAGES: readonly [string, (path: string) => Promise<void>][] = [
    ['by a flipped bit', flip],
    ['by being cut', (path) => truncate(path, 300)],
    ['by being emptied', (path) => truncate(path, 0)],
    ['by other bytes', (path) => writeFile(path, 'not a checkpoint')],
  ];

  it.each(DAMAGES)('%s is set aside, and the run goes on from the other', async (_, damage) => {
    const [older = '', newer = ''] = await kept(20, 120);
    await damage(join(claim.folder, newer));
    expect(await begun()).toEqual(after(20));
    expect(await files()).toEqual([older, `${newer}.set-aside`]);
    expect(lines).toEqual([
      expect.stringMatching(`^the checkpoint ${newer} is damaged \\(.*\\); set aside$`),
      'goes on in epoch 2 at step 20 of 1200',
    ]);
  });

  it.each(DAMAGES)('%s like the other lets the run begin anew', async (_, damage) => {
    for (const name of await kept(20, 120)) await damage(join(claim.folder, name));
    expect(await begun()).toBeUndefined();
    expect((await files()).every((name) => name.endsWith('.set-aside'))).toBe(true);
    expect(lines).toHaveLength(2);
    expect(await kept(30)).toContain('epochs-00001-steps-00000030.safetensors');
    expect(await begun()).toEqual(after(30));
  });

  it('is kept for a while: the last two', async () => {
    for (const steps of [1, 2, 3, 4]) {
      const name = (await kept(steps)).findLast((each) => !each.endsWith('.set-aside')) as string;
      await truncate(join(claim.folder, name), 10);
      await begun();
    }
    expect(await files()).toHaveLength(2);
  });

  it('under any other name is left alone', async () => {
    const [name = ''] = await kept(20);
    await rename(join(claim.folder, name), join(claim.folder, 'garbage.safetensors'));
    expect(await begun()).toBeUndefined();
    expect(await files()).toEqual(['garbage.safetensors']);
  });

  it('by a process that was killed while it wrote is removed', async () => {
    await writeFile(join(claim.folder, 'epochs-00001-steps-00000001.safetensors.99.partial'), 'half');
    expect(await begun()).toBeUndefined();
    expect([await files(), lines]).toEqual([[], []]);
  });
});

describe('a checkpoint of another origin', () => {
  it.each<[Partial<typeof origin>, string]>([
    [{ settings: 'other' }, 'made with other settings'],
    [{ data: 'other' }, 'made of other examples'],
    [{ packages: 'other' }, 'made by other sources of the packages'],
    [{ lockfile: 'other' }, 'made with other dependencies (pnpm-lock.yaml)'],
    [{ start: 'other' }, 'made from other parameters to start with'],
    [{ engine: 'wasm on cpu' }, 'made by the engine onnx on cpu, this run has wasm on cpu'],
    [{ versions: 'x 2' }, 'made by onnxruntime-node 1.30.0, this run has x 2'],
    [{ node: 'v24' }, 'made by Node v20, this run has v24'],
  ])('%j is set aside, as is said', async (other, words) => {
    const names = await kept(20, 120);
    expect(await begun(2, { origin: other })).toBeUndefined();
    expect(lines).toEqual(names.toReversed().map((name) => `the checkpoint ${name} is ${words}; set aside`));
  });

  it('says how many threads made it, before the engine is chosen', async () => {
    await kept(20);
    const checkpoints = await opened();
    expect(checkpoints.threads).toBe(2);
    expect(await checkpoints.begin({ ...beginning, threads: 1 })).toBeUndefined();
    expect(lines).toEqual([
      'the checkpoint epochs-00001-steps-00000020.safetensors is made by 2 threads, this run has 1; set aside',
    ]);
  });
});

describe('a checkpoint that cannot be written', () => {
  it('is told of once, and the training goes on', async () => {
    const checkpoints = await opened();
    await checkpoints.begin(beginning);
    const broken = {
      ...after(1),
      last: { ...after(1).last, parameters: { a: null } },
    } as unknown as Checkpoint;
    for (let time = 0; time < 2; time++) {
      await checkpoints.offer(moment(broken));
      await checkpoints.settled();
    }
    expect(lines).toEqual([
      expect.stringMatching(/^no checkpoint could be written \(.*\); the training goes on$/),
    ]);
  });

  it('because another process took the run over, ends the training', async () => {
    const checkpoints = await opened();
    await checkpoints.begin(beginning);
    await rename(claim.folder, join(folder, 'super', 'other'));
    await checkpoints.offer(moment(after(1)));
    await checkpoints.settled();
    await expect(checkpoints.offer(moment(after(2)))).rejects.toBeInstanceOf(LostClaimError);
    expect(lines).toEqual([]);
  });
});
