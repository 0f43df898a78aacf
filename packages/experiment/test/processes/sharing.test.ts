import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Files, recorded } from '../../../../testing/faults/recorded.js';
import { ONE_RUN, startTraining, trainToEnd } from '../../../../testing/faults/training.js';
import { recordsFolder } from '../../../../testing/tiny-workspace.js';
import { newWorkspace, recordsOf, untilCheckpoint } from './tiny.js';

/** What the tiny table records when one process trains it and nothing befalls it. */
let straight: Files;
beforeAll(async () => {
  const workspace = await newWorkspace();
  await trainToEnd(workspace);
  straight = await recorded(workspace);
}, 120_000);
afterEach(() => vi.unstubAllEnvs());

const ofOneRun = () =>
  Object.fromEntries(Object.entries(straight).filter(([file]) => /super-h2-seed0|vocabularies/.test(file)));

const unfinished = (workspace: string) => readdir(join(recordsFolder(workspace), 'unfinished'));

describe('two processes on one table', () => {
  it('train each run once, to the same records, which say that two shared the machine', async () => {
    const workspace = await newWorkspace();
    const both = await Promise.all([trainToEnd(workspace), trainToEnd(workspace)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const trained = both.flatMap(({ output }) => output.match(/^tiny .* seed \d: test/gm) ?? []);
    expect(trained.toSorted()).toEqual([...new Set(trained)].sort());
    expect(await recorded(workspace)).toEqual(straight);
    const concurrent = [...(await recordsOf(workspace)).values()].map(({ engine }) => engine.concurrentRuns);
    expect(concurrent.filter((count) => count === 2).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...concurrent)).toBe(2);
    expect(await unfinished(workspace)).toEqual([]);
  }, 120_000);

  it('are started by --concurrent, and stopped by one signal', async () => {
    const workspace = await newWorkspace();
    const parameters = ['tiny', '--concurrent=2'];
    vi.stubEnv('CONCURRENT', '2');
    const first = startTraining(workspace, { parameters });
    await first.line(/^\[1\] tiny .*test/);
    first.child.kill('SIGTERM');
    const stopped = await first.ended;
    expect(stopped.code).toBe(143);
    const kept = (await recordsOf(workspace)).size;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(Object.keys(straight).filter((file) => /seed\d\.json$/.test(file)).length);
    const { code, output } = await trainToEnd(workspace, { parameters });
    expect(code).toBe(0);
    expect(output).toMatch(/^\[1\] /m);
    expect(await recorded(workspace)).toEqual(straight);
  }, 120_000);
});

describe('a run', () => {
  it('that is killed again and again ends with the same bits', async () => {
    const workspace = await newWorkspace();
    for (let kill = 0; kill < 3; kill++) {
      const training = await untilCheckpoint(workspace, () => startTraining(workspace, ONE_RUN));
      await setTimeout(100 * kill);
      training.child.kill('SIGKILL');
      await training.ended;
    }
    expect((await trainToEnd(workspace, ONE_RUN)).output).toContain('seed 0: goes on in epoch');
    expect(await recorded(workspace)).toEqual(ofOneRun());
    expect((await recordsOf(workspace)).get('super-h2-seed0.json')?.resumed).toBe(3);
  }, 120_000);

  it('that is asked to stop is kept where it is, and goes on from there', async () => {
    const workspace = await newWorkspace();
    const training = await untilCheckpoint(workspace, () => startTraining(workspace, ONE_RUN));
    training.child.kill('SIGTERM');
    const { code, output } = await training.ended;
    expect(code).toBe(143);
    const [, place] = /seed 0: stopped (.*); the same command goes on from there/.exec(output) ?? [];
    expect(place).toMatch(/^(in epoch \d+ at step \d+ of 57|after epoch \d+)$/);
    expect(await unfinished(workspace)).toEqual(['super-h2-seed0']);
    const again = await trainToEnd(workspace, ONE_RUN);
    expect(again.output).toContain(`seed 0: goes on ${place}`);
    expect(await recorded(workspace)).toEqual(ofOneRun());
    expect((await recordsOf(workspace)).get('super-h2-seed0.json')?.resumed).toBe(1);
    expect(await unfinished(workspace)).toEqual([]);
  }, 120_000);

  it('of a process that is stopped is taken over; woken up, that one writes nothing', async () => {
    vi.stubEnv('BETTER_ATTENTION_STALE_SECONDS', '2');
    const workspace = await newWorkspace();
    const first = await untilCheckpoint(workspace, () => startTraining(workspace, ONE_RUN));
    first.child.kill('SIGSTOP');
    const second = await trainToEnd(workspace, ONE_RUN);
    expect(second.code).toBe(0);
    expect(second.output).toContain('seed 0: goes on ');
    expect(await recorded(workspace)).toEqual(ofOneRun());
    first.child.kill('SIGCONT');
    const woken = await first.ended;
    expect(woken.code).toBe(0);
    expect(woken.output).toContain('seed 0: another process took it over');
    expect(await recorded(workspace)).toEqual(ofOneRun());
    expect(await unfinished(workspace)).toEqual([]);
  }, 120_000);

  it('does not mind a clock that goes back', async () => {
    const workspace = await newWorkspace();
    expect(await trainToEnd(workspace, { ...ONE_RUN, clockBack: true })).toMatchObject({ code: 0 });
    expect(await recorded(workspace)).toEqual(ofOneRun());
  });
});
