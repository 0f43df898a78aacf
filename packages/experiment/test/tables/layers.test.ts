import type { Claim } from '@better-attention/files';
import { LAYERS, type LatencyRecord } from '@better-attention/records';
import { describe, expect, it, vi } from 'vitest';
import { defineLayers, resolveLayers } from '../../src/definition/define-layers.js';
import { layersTable, planLayers } from '../../src/tables/layers.js';
import { unitState } from '../../src/tables/table-state.js';
import { definition } from '../timed-layers.js';
import { workspace } from '../workspace.js';

describe('planLayers', () => {
  const layers = resolveLayers(defineLayers(definition), { preset: 'sample' });
  const plan = planLayers(layers);

  it('is one record for each repetition, with the whole configuration', () => {
    expect(plan.map(({ file }) => file)).toEqual(['repetition0.json', 'repetition1.json']);
    expect(plan[0]?.configuration).toEqual({
      kind: 'latency',
      mechanisms: definition.mechanisms,
      base: definition.base,
      axes: definition.axes,
      batches: [1, 64],
      threads: 1,
      rounds: { least: 3, most: 9 },
      secondsPerSize: 2,
      warmUpRounds: 3,
      allowSpinning: false,
      largestDeviation: 1e-4,
    });
  });

  it('has a fingerprint that changes with the settings and the repetition, not with their number', () => {
    const other = resolveLayers(defineLayers({ ...definition, threads: 2 }), { preset: 'sample' });
    const more = planLayers(
      resolveLayers(defineLayers({ ...definition, presets: { sample: { because: 'more' } } }), {
        preset: 'sample',
      }),
    );
    expect(plan[0]?.fingerprint).not.toBe(plan[1]?.fingerprint);
    expect(planLayers(other)[0]?.fingerprint).not.toBe(plan[0]?.fingerprint);
    expect(more[1]?.fingerprint).toBe(plan[1]?.fingerprint);
  });

  it('knows what is recorded, under other settings, or by older sources', () => {
    const [planned] = plan;
    if (!planned) throw new Error('no plan');
    const record = (fingerprint: string) =>
      ({ fingerprint, source: { packages: 'now' } }) as unknown as LatencyRecord;
    expect(unitState(planned, undefined, { packages: 'now' })).toBe('missing');
    expect(unitState(planned, record('another'), { packages: 'now' })).toBe('changed settings');
    expect(unitState(planned, record(planned.fingerprint), { packages: 'before' })).toBe('older sources');
    expect(unitState(planned, record(planned.fingerprint), { packages: 'now' })).toBe('done');
  });
});

it('times are measured on the CPU alone', async () => {
  const table = layersTable(workspace, resolveLayers(defineLayers(definition), { preset: 'sample' }));
  await expect(table.open({ device: 'cuda' })).rejects.toThrow(
    'speed is measured on the CPU, by the engine onnx; leave the device cuda out',
  );
  await expect(table.open({ device: 'cpu' })).resolves.toBeDefined();
});

it('are recorded by a machine whose clock is set back meanwhile', async () => {
  const size = { contextLength: 8, modelWidth: 8, heads: 2 };
  const counts = defineLayers({
    kind: 'complexity',
    name: 'counts',
    title: 'Counts',
    mechanisms: ['standard'],
    base: size,
    axes: { contextLength: [8], modelWidth: [8], heads: [2] },
    presets: { sample: { because: 'a test' } },
    deviations: [],
  });
  const table = layersTable(workspace, resolveLayers(counts, { preset: 'sample' }));
  const [unit] = table.plan();
  if (!unit) throw new Error('no plan');
  const session = await table.open({});
  const hash = '0'.repeat(64);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T12:00:00Z') });
  const { record } = await session
    .measure(unit, {
      source: { commit: 'unknown', dirty: false, packages: hash, lockfile: hash },
      signal: new AbortController().signal,
      claim: {} as Claim,
      concurrentRuns: () => 1,
      say: () => undefined,
      onProgress: () => void vi.setSystemTime(new Date('2026-01-01T11:00:00Z')),
    })
    .finally(() => vi.useRealTimers());
  expect(LAYERS.schema.safeParse(record).error?.issues).toBeUndefined();
  expect(record.startedAt).toBe('2026-01-01T12:00:00.000Z');
  expect(record.finishedAt > record.startedAt).toBe(true);
});
