import { z } from 'zod';
import { type Executor, secondsAlone, sumOf, type Total } from './estimate.js';
import { type EstimatedTable, type EstimatedUnit, totalLeft } from './plan-table.js';
import type { PoweredTable } from './powered.js';
import { situationOf } from './situation.js';

/** The version of the schema below. */
const PLAN_VERSION = 1;

const count = z.int().nonnegative();
const positive = z.int().positive();

const machine = z.strictObject({ processor: z.string(), cores: positive });

/** What an estimate rests on: records of the same configuration, or a few of its steps; on which machine. */
const basis = z.strictObject({
  kind: z.enum(['recorded', 'calibrated']),
  ...machine.shape,
  threads: positive,
});

const shared = {
  /** `imdb/paper/super-h4-seed0` */
  id: z.string(),
  table: z.string(),
  preset: z.string(),
  /** `super 4 heads seed 0` */
  name: z.string(),
  /** Whether it is still to be measured; also of a unit that is running. */
  left: z.boolean(),
  /** Of a process that measures this unit alone; null where nothing is known. */
  seconds: z.number().nonnegative().nullable(),
  /** Resident set of its process at most; null where nothing is known. */
  memoryBytes: count.nullable(),
  basis: basis.nullable(),
};

/** Who works on a unit, on which host, since when. */
const holder = z.strictObject({ host: z.string(), pid: positive, since: z.iso.datetime() });

const unit = z.discriminatedUnion('state', [
  z.strictObject({ ...shared, state: z.literal('running'), holder }),
  z.strictObject({ ...shared, state: z.literal('failed'), error: z.string() }),
  z.strictObject({
    ...shared,
    state: z.enum(['done', 'missing', 'unfinished', 'changed settings', 'changed data', 'older sources']),
  }),
]);

/** Runs that are still to be trained, and their time; null where a number of seeds isn't known, or no time. */
const wanted = { runs: count.nullable(), seconds: z.number().nonnegative().nullable() };

/** The seeds that decide a claim on one data set: null where that are more than 1,000. */
const claim = z.strictObject({
  claim: z.literal([3, 4]),
  table: z.string(),
  mechanisms: z.array(z.string()).readonly(),
  seeds: count.nullable(),
  /** At the ends of the 80 % interval of the observed spread. */
  low: count.nullable(),
  high: count.nullable(),
  /** The seeds that it can be tested on now; where the preset keeps no pilot apart, they are the pilot. */
  atHand: count,
  ...wanted,
});

const power = z.strictObject({
  /** The probability that so many seeds decide. */
  power: z.number().positive().lt(1),
  claims: z.array(claim),
  /** Of both claims on a data set, Standard's runs once. */
  tables: z.array(z.strictObject({ table: z.string(), ...wanted })),
});

/** The plan of some tables as `better-attention plan --json` prints it. */
export const planDocument = z.strictObject({
  version: z.literal(PLAN_VERSION),
  preset: z.string(),
  /** What the estimates are for. */
  executor: z.strictObject({ machine, engine: z.string(), device: z.string(), threads: positive }),
  units: z.array(unit),
  totals: z.strictObject({
    units: count,
    left: count,
    running: count,
    /**
     * Of the units left, one after another, in one process a table. One without an estimate of its own takes as long as its
     * table's others in the mean.
     */
    seconds: z.number().nonnegative(),
    /** The most of any unit left. */
    memoryBytes: count.nullable(),
    /** How many of the units left `seconds` leaves out, since nothing is known of their table. */
    unknown: count,
  }),
  /** What decides the claims on performance; with `--power` alone. */
  power: power.optional(),
});

/** The plan of some tables as `better-attention plan --json` prints it. */
export type PlanDocument = z.infer<typeof planDocument>;

/** A unit of the document. */
export type PlanUnit = z.infer<typeof unit>;

/** The document of tables under one preset. */
export function documentOf(
  preset: string,
  tables: readonly EstimatedTable[],
  executor: Executor,
  powered?: Powered,
): PlanDocument {
  const units = tables.flatMap(({ table, units }) => units.map((each) => unitOf(table, each)));
  const { units: left, seconds, memoryBytes, unknown } = sumOf(tables.map(totalLeft));
  return {
    version: PLAN_VERSION,
    preset,
    executor: { ...executor, machine: { ...executor.machine } },
    units,
    totals: {
      units: units.length,
      left,
      running: units.filter(({ state }) => state === 'running').length,
      seconds: rounded(seconds),
      memoryBytes: memoryBytes ?? null,
      unknown,
    },
    ...(powered && { power: powerOf(powered) }),
  };
}

/** What decides claims, and with which power. */
interface Powered {
  readonly power: number;
  readonly tables: readonly PoweredTable[];
}

function powerOf({ power, tables }: Powered): NonNullable<PlanDocument['power']> {
  return {
    power,
    claims: tables.flatMap(({ claims }) =>
      claims.map(({ total, ...claim }) => ({ ...claim, ...wantedOf(total) })),
    ),
    tables: tables.map(({ table, total }) => ({ table, ...wantedOf(total) })),
  };
}

function wantedOf(total: Total | undefined) {
  if (total === undefined) return { runs: null, seconds: null };
  return { runs: total.units, seconds: total.unknown > 0 ? null : rounded(total.seconds) };
}

function unitOf({ name, preset }: EstimatedTable['table'], planned: EstimatedUnit): PlanUnit {
  const { id, unit, isLeft, estimate } = planned;
  const about = {
    id,
    table: name,
    preset: preset.name,
    name: unit.name,
    left: isLeft,
    seconds: estimate ? rounded(secondsAlone(estimate)) : null,
    memoryBytes: estimate?.memoryBytes ?? null,
    basis: estimate?.basis ?? null,
  };
  const situation = situationOf(planned);
  switch (situation.state) {
    case 'running': {
      const { host, pid, since } = situation.holder;
      return { ...about, state: 'running', holder: { host, pid, since } };
    }
    case 'failed':
      return { ...about, state: 'failed', error: situation.error };
    default:
      return { ...about, state: situation.state };
  }
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(1));
}
