import { runFile } from '@better-attention/records';
import type { NeededSeeds } from '@better-attention/reporting';
import { type Total, totalOf } from './estimate.js';
import type { EstimatedTable } from './plan-table.js';

/** What deciding a claim on one data set takes: a number of seeds, fixed from the spread of others, and their runs. */
interface PoweredClaim {
  readonly claim: 3 | 4;
  readonly table: string;
  /** The mechanisms that it is about, without Standard. */
  readonly mechanisms: readonly string[];
  /** The most that any of them needs; `null` stands for more than were tried, as for the ends of the spread's interval. */
  readonly seeds: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How many seeds it can be tested on now; where the preset keeps no pilot apart, they are the pilot. */
  readonly atHand: number;
  /** Of the seeds that are still to be trained, Standard's too; none where their number isn't known. */
  readonly total: Total | undefined;
}

/** What the claims on one table's data set take, one by one and together. */
export interface PoweredTable {
  readonly table: string;
  readonly claims: readonly PoweredClaim[];
  /** Of all claims, with Standard's runs once; none where a claim's number of seeds isn't known. */
  readonly total: Total | undefined;
}

/** A planned table with the seeds that claims need of it. */
interface Needed {
  readonly estimated: EstimatedTable;
  /** Of the table's main rows. */
  readonly heads: number;
  /** Whether a pilot is kept apart, so that the seeds at hand are some of those that are needed. */
  readonly hasPilot: boolean;
  readonly needed: readonly NeededSeeds[];
}

/** Turns the seeds that claims need into runs and time. */
export function poweredTable({ estimated, heads, hasPilot, needed }: Needed): PoweredTable {
  const { name } = estimated.table;
  const timeOf = (seeds: ReadonlyMap<string, number | null>): Total | undefined => {
    if ([...seeds.values()].includes(null)) return undefined;
    const estimates = [...seeds].flatMap(([mechanism, count]) =>
      Array.from({ length: count as number }, () => estimateOf(estimated, { mechanism, heads })),
    );
    return totalOf(
      estimates,
      estimated.units.map(({ estimate }) => estimate),
    );
  };
  const more = ({ seeds, atHand }: Pick<PoweredClaim, 'seeds' | 'atHand'>) =>
    seeds === null || !hasPilot ? seeds : Math.max(0, seeds - atHand);
  const claims = ([3, 4] as const).flatMap((claim): PoweredClaim[] => {
    const own = needed.filter((one) => one.claim === claim);
    if (own.length === 0) return [];
    const mechanisms = own.map(({ mechanism }) => mechanism);
    const seeds = most(own.map((one) => one.needed.seeds));
    const atHand = Math.min(...own.map((one) => one.atHand));
    return [
      {
        claim,
        table: name,
        mechanisms,
        seeds,
        low: most(own.map((one) => one.needed.low)),
        high: most(own.map((one) => one.needed.high)),
        atHand,
        total: timeOf(
          new Map(['standard', ...mechanisms].map((mechanism) => [mechanism, more({ seeds, atHand })])),
        ),
      },
    ];
  });
  const together = new Map([
    ...claims.flatMap((claim) => claim.mechanisms.map((mechanism) => [mechanism, more(claim)] as const)),
    ...(claims.length > 0 ? [['standard', most(claims.map(more))] as const] : []),
  ]);
  return { table: name, claims, total: timeOf(together) };
}

/** What is known of a run of the table's own settings, whatever its seed. */
function estimateOf({ units }: EstimatedTable, run: { readonly mechanism: string; readonly heads: number }) {
  const seeds = units.map((_, seed) => runFile({ ...run, seed }));
  return units.find(({ unit, estimate }) => estimate !== undefined && seeds.includes(unit.file))?.estimate;
}

/** The largest; `null`, which stands for more than any number, where one is. */
function most(counts: readonly (number | null)[]): number | null {
  return counts.includes(null) ? null : Math.max(...(counts as readonly number[]));
}
