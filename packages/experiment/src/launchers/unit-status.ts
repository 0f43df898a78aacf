import type { LaunchUnit } from './array-options.js';
import { type JobArray, taskOf } from './job-array.js';
import type { QueuedTask } from './slurm.js';

/** How a unit of a table may be doing. */
export const LAUNCH_STATES = [
  'recorded',
  'running',
  'pending',
  'requeued',
  'cancelled',
  'failed',
  'not launched',
] as const;

/** A unit with what the queue says of it. */
export interface UnitStatus {
  readonly unit: string;
  readonly state: (typeof LAUNCH_STATES)[number];
  /** The task that trains it, or trained it last: `12_3`. */
  readonly task?: string;
  /** Where that runs, or why it ended. */
  readonly detail?: string;
}

/** States of a task that has ended. */
const ENDED = /^(BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|NODE_FAIL|OUT_OF_MEMORY|TIMEOUT|REVOKED)$/;

/** How units are doing, from what is recorded, what was submitted and what the queue says. */
export function unitStatuses(
  units: readonly LaunchUnit[],
  arrays: readonly JobArray[],
  queue: readonly QueuedTask[],
): UnitStatus[] {
  const queued = new Map(queue.map((task) => [`${task.name} ${taskOf(task, task.index)}`, task]));
  const attempts = new Map<string, Attempt[]>();
  for (const array of arrays) {
    for (const [index, unit] of array.units.entries()) {
      const task = taskOf(array, index);
      const cancelled = array.cancelled.includes(index);
      const attempt = { task, cancelled, queued: queued.get(`${array.name} ${task}`) };
      attempts.set(unit, [...(attempts.get(unit) ?? []), attempt]);
    }
  }
  return units.map((unit) => unitStatus(unit, attempts.get(unit.id) ?? []));
}

/** Whether a unit waits or runs, so that it must not be submitted again. */
export function isLive({ state }: UnitStatus): boolean {
  return state === 'running' || state === 'pending' || state === 'requeued';
}

/** A task that was submitted for a unit. */
interface Attempt {
  readonly task: string;
  readonly cancelled: boolean;
  /** What the queue says, until it has forgotten the task. */
  readonly queued: QueuedTask | undefined;
}

function unitStatus({ id, state, left }: LaunchUnit, attempts: readonly Attempt[]): UnitStatus {
  const last = attempts.findLast(({ queued }) => queued && !ENDED.test(queued.state)) ?? attempts.at(-1);
  const about = { unit: id, ...(last && { task: last.task }) };
  if (!left) return { ...about, state: state === 'failed' ? 'failed' : 'recorded' };
  const launched = last ? attemptStatus(last) : ({ state: 'not launched' } as const);
  if (state !== 'running' || isLive({ ...about, ...launched })) return { ...about, ...launched };
  return { unit: id, state: 'running', detail: 'outside of Slurm' };
}

function attemptStatus({ cancelled, queued }: Attempt): Omit<UnitStatus, 'unit'> {
  const isOver = queued === undefined || ENDED.test(queued.state);
  if (isOver && (cancelled || queued?.state === 'CANCELLED')) return { state: 'cancelled' };
  if (queued === undefined) return { state: 'failed', detail: 'ended without a record' };
  if (isOver) return { state: 'failed', detail: queued.state.toLowerCase() };
  if (queued.state === 'PENDING') return { state: queued.restarts > 0 ? 'requeued' : 'pending' };
  return { state: 'running', detail: queued.node };
}
