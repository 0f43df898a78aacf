import { describe, expect, it } from 'vitest';
import type { JobArray } from '../../src/launchers/job-array.js';
import { parseQueue } from '../../src/launchers/slurm.js';
import { unitStatuses } from '../../src/launchers/unit-status.js';

const array = (job: string, units: string[], cancelled: number[] = []): JobArray => ({
  version: 1,
  job,
  name: 'imdb-sample',
  submittedAt: '2026-01-01T00:00:00.000Z',
  setting: { parameters: [], threads: 1, slurm: [] },
  units,
  cancelled,
});

const unit = (id: string, state = 'missing') => ({
  id,
  state,
  left: state === 'missing' || state === 'running',
  seconds: null,
  memoryBytes: null,
});

/** How one unit is, given the lines of the queue. */
function status(lines: string, arrays: JobArray[] = [array('12', ['a'])], state?: string) {
  return unitStatuses([unit('a', state)], arrays, parseQueue(lines))[0];
}

describe('the status of a unit', () => {
  it.each([
    ['12|0|imdb-sample|PENDING|0||', { state: 'pending' }],
    ['12|0|imdb-sample|PENDING|1||', { state: 'requeued' }],
    ['12|0|imdb-sample|RUNNING|1|node2|', { state: 'running', detail: 'node2' }],
    ['12|0|imdb-sample|COMPLETING|0|node2|', { state: 'running', detail: 'node2' }],
    ['12|0|imdb-sample|CANCELLED|0||', { state: 'cancelled' }],
    ['12|0|imdb-sample|TIMEOUT|0|node1|', { state: 'failed', detail: 'timeout' }],
    ['12|0|imdb-sample|COMPLETED|0|node1|', { state: 'failed', detail: 'completed' }],
    ['', { state: 'failed', detail: 'ended without a record' }],
    ['12|0|of somebody else|RUNNING|0|node2|', { state: 'failed', detail: 'ended without a record' }],
    ['12|N/A|imdb-sample|RUNNING|0|node2|', { state: 'failed', detail: 'ended without a record' }],
  ])('where the queue says %j', (line, expected) => {
    expect(status(line)).toEqual({ unit: 'a', task: '12_0', ...expected });
  });

  it('is recorded or failed by its record, whatever the queue says', () => {
    expect(status('12|0|imdb-sample|FAILED|0||', undefined, 'done')).toMatchObject({ state: 'recorded' });
    expect(status('12|0|imdb-sample|COMPLETED|0||', undefined, 'failed')).toMatchObject({ state: 'failed' });
  });

  it('is cancelled when the queue has forgotten that', () => {
    expect(status('', [array('12', ['a'], [0])])).toMatchObject({ state: 'cancelled' });
  });

  it('is that of the task that waits or runs, else that of the last', () => {
    const arrays = [array('12', ['b', 'a']), array('15', ['a'])];
    expect(status('12|1|imdb-sample|RUNNING|0|node1|', arrays)).toMatchObject({
      state: 'running',
      task: '12_1',
    });
    expect(status('15|0|imdb-sample|PENDING|0||', arrays)).toMatchObject({ state: 'pending', task: '15_0' });
    expect(status('', arrays)).toMatchObject({ state: 'failed', task: '15_0' });
  });

  it('is running where a process outside of Slurm holds it', () => {
    const outside = { unit: 'a', state: 'running', detail: 'outside of Slurm' };
    expect(status('12|0|imdb-sample|FAILED|0||', undefined, 'running')).toEqual(outside);
    expect(status('', [], 'running')).toEqual(outside);
    expect(status('12|0|imdb-sample|PENDING|0||', undefined, 'running')).toMatchObject({ state: 'pending' });
  });

  it('is “not launched” where no array has it', () => {
    expect(status('', [array('12', ['b'])])).toEqual({ unit: 'a', state: 'not launched' });
  });
});
