import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TinyWorkspace, tinyWorkspace } from './tiny-workspace.js';

describe('train --unit', () => {
  let tiny: TinyWorkspace;
  beforeAll(async () => {
    tiny = await tinyWorkspace();
  });
  afterAll(() => tiny.remove());

  it('trains the units that are named and no others; done already, it says so', async () => {
    const ids = ['tiny/sample/super-h2-seed1', 'tiny/sample/standard-h2-seed0'];
    const parameters = ['train', ...ids.flatMap((id) => ['--unit', id])];
    const first = await tiny.start(parameters).ended;
    expect(first.code).toBe(0);
    expect([...(await tiny.readRecords()).keys()]).toEqual(['standard-h2-seed0.json', 'super-h2-seed1.json']);
    const again = await tiny.start(parameters).ended;
    expect(again).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${ids.join(', ')} recorded in`),
    });
  }, 60_000);
});

describe('train --concurrent', () => {
  let tiny: TinyWorkspace;
  beforeAll(async () => {
    tiny = await tinyWorkspace();
  });
  afterAll(() => tiny.remove());

  it('trains in several processes, which share the runs', async () => {
    const { code, output } = await tiny.start(['train', 'tiny', '--concurrent', '2']).ended;
    console.log(output);
    expect(code).toBe(0);
    expect((await tiny.readRecords()).size).toBe(4);
  }, 60_000);
});
