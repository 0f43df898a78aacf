import type { EngineRecord, MachineRecord } from '@better-attention/records';
import { mean, median } from '@better-attention/statistics';
import { spanSeconds } from '../support/time-span.js';
import type { TableRecord } from '../tables/table.js';

/** What units would be measured by. */
export interface Executor {
  readonly machine: Pick<MachineRecord, 'processor' | 'cores'>;
  readonly engine: string;
  readonly device: string;
  /** The most threads. */
  readonly threads: number;
}

/** What an estimate rests on. */
interface Basis {
  /** Records of the same configuration, or a few of its steps. */
  readonly kind: 'recorded' | 'calibrated';
  readonly processor: string;
  readonly cores: number;
  readonly threads: number;
}

/** What a unit will take. */
export interface Estimate {
  /** Seconds from the start of a process to the beginning of its first unit: modules and data. */
  readonly preparation: number;
  /** Seconds of the unit itself. */
  readonly measuring: number;
  /** Of the process at most, resident set; absent where nothing is known. */
  readonly memoryBytes: number | undefined;
  readonly basis: Basis;
}

/** Seconds of a unit that has a process of its own. */
export function secondsAlone({ preparation, measuring }: Estimate): number {
  return preparation + measuring;
}

/**
 * What records of one configuration let expect where they were made: the median of their times, the most of their memory.
 * Runs that shared the machine don't count, nor those that went on from a checkpoint: their span leaves out what was before.
 *
 * @param trainExamples how many examples are to be trained on, where the records may be of more
 */
export function recordedEstimate(
  records: readonly TableRecord[],
  trainExamples?: number,
): Estimate | undefined {
  const whole = records.filter((record) => isWhole(record));
  const [first] = whole;
  if (first === undefined) return undefined;
  const memory = whole.flatMap((record) => ('peakMemoryBytes' in record ? record.peakMemoryBytes : []));
  return {
    preparation: 0,
    measuring: median(whole.map((record) => secondsOn(record, trainExamples))),
    memoryBytes: mostOf(memory),
    basis: { kind: 'recorded', ...placeOf(first) },
  };
}

/** Whether a record was made as the executor would: on such a machine, by such an engine. */
export function isMadeBy({ machine, engine, device, threads }: Executor, record: TableRecord): boolean {
  const { processor, cores } = record.machine;
  if (processor !== machine.processor || cores !== machine.cores) return false;
  const by = engineOf(record);
  return by === undefined || (by.name === engine && by.device === device && by.threads <= threads);
}

/** What the units that are left will take, one after another, in one process a table. */
export interface Total {
  readonly units: number;
  readonly seconds: number;
  /** The most of any; absent where nothing is known. */
  readonly memoryBytes: number | undefined;
  /** How many units nothing is known of, which `seconds` leaves out. */
  readonly unknown: number;
}

/**
 * Adds up the units that are left of a table. One without an estimate of its own takes as long as the others of the table,
 * in the mean.
 *
 * @param others estimates of the table's other units
 */
export function totalOf(
  left: readonly (Estimate | undefined)[],
  others: readonly (Estimate | undefined)[] = [],
): Total {
  const units = left.length;
  const known = [...left, ...others].filter((each) => each !== undefined);
  if (units === 0 || known.length === 0) return { units, seconds: 0, memoryBytes: undefined, unknown: units };
  const typical = mean(known.map(({ measuring }) => measuring));
  const memory = known.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  return {
    units,
    seconds:
      Math.max(...known.map(({ preparation }) => preparation)) +
      left.reduce((sum, estimate) => sum + (estimate?.measuring ?? typical), 0),
    memoryBytes: mostOf(memory),
    unknown: 0,
  };
}

/** Adds up tables. */
export function sumOf(totals: readonly Total[]): Total {
  const memory = totals.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  return {
    units: totals.reduce((sum, { units }) => sum + units, 0),
    seconds: totals.reduce((sum, { seconds }) => sum + seconds, 0),
    memoryBytes: mostOf(memory),
    unknown: totals.reduce((sum, { unknown }) => sum + unknown, 0),
  };
}

/** The most of some numbers; absent where there are none. */
function mostOf(values: readonly number[]): number | undefined {
  return values.length > 0 ? Math.max(...values) : undefined;
}

/** What a run would have taken on so many examples: the time of its steps with their number, that of evaluations as it was. */
function secondsOn(record: TableRecord, trainExamples: number | undefined): number {
  const span = spanSeconds(record);
  if (trainExamples === undefined || !('trainSeconds' in record)) return span;
  const share = trainExamples / record.data.examples.train;
  return span - record.trainSeconds * (1 - share);
}

function isWhole(record: TableRecord): boolean {
  if ('status' in record && record.status === 'failed') return false;
  if ((engineOf(record)?.concurrentRuns ?? 1) > 1) return false;
  if (!('trainSeconds' in record)) return true;
  return record.resumed === undefined && spanSeconds(record) >= record.trainSeconds;
}

function engineOf(record: TableRecord): EngineRecord | undefined {
  return 'engine' in record ? record.engine : undefined;
}

function placeOf(record: TableRecord): Omit<Basis, 'kind'> {
  const { processor, cores } = record.machine;
  return { processor, cores, threads: engineOf(record)?.threads ?? 1 };
}
