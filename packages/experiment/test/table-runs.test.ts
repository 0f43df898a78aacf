import { describe, expect, it } from 'vitest';
import { pendingRuns, type TableRuns } from '../src/table-runs.js';

const run = (file: string, state: string, kept: boolean, status = 'complete') => ({
  file,
  state,
  kept,
  record: state === 'missing' ? undefined : { status, engine: { name: 'onnx' } },
});
const table = {
  experiment: { embeddedSample: false },
  runs: [
    run('missing', 'missing', false),
    run('done', 'done', false),
    run('done and kept', 'done', true),
    run('diverged', 'done', false, 'failed'),
    run('older', 'older sources', true),
  ],
} as unknown as TableRuns;
const pending = (options?: Parameters<typeof pendingRuns>[1]) =>
  pendingRuns(table, options).map(({ file }) => file);

describe('pendingRuns', () => {
  it('are those that are not recorded', () => {
    expect(pending()).toEqual(['missing']);
    expect(pending({ retrain: true })).toEqual(['missing', 'older']);
    expect(pending({ engine: 'wasm' })).toHaveLength(5);
  });

  it('are those without parameters too where these are to be kept', () => {
    expect(pending({ keepParameters: true })).toEqual(['missing', 'done']);
  });
});
