import type { Total } from '../plan/estimate.js';
import type { PoweredTable } from '../plan/powered.js';
import { aligned } from './aligned.js';
import { totalInWords } from './plan-text.js';

/** Seeds, runs and time that would decide claims, in words: a line for each claim and data set. */
export function powerLines(tables: readonly PoweredTable[], power: number): string[] {
  const claims = tables.flatMap((table) => table.claims);
  if (claims.length === 0) {
    return [
      'Nothing to plan from: in no table, Standard and a mechanism of the claims share',
      'three seeds.',
    ];
  }
  const rows = claims.map((claim) => [
    `${claim.claim}`,
    claim.table,
    inSeeds(claim.seeds),
    `${inSeeds(claim.low)} to ${inSeeds(claim.high)}`,
    `${claim.atHand}`,
    inWords(claim.total),
  ]);
  return [
    `Seeds that decide claims 3 and 4 with ${Number((100 * power).toFixed(1))} % power,`,
    'if the observed differences are the true ones:',
    '',
    ...aligned([['claim', 'table', 'seeds', '80 % interval', 'at hand', 'runs and time'], ...rows]),
    '',
    ...tables.map(({ table, total }) => `${table}, both claims: ${inWords(total)}`),
    '',
    'Where a preset keeps no pilot apart, the seeds at hand are the pilot, and tests',
    'rest on new ones: its `pilotSeeds` is their number, and `seeds` the number of',
    'those that decide, fixed before they run.',
  ];
}

function inSeeds(seeds: number | null): string {
  return seeds === null ? '> 1,000' : `${seeds}`;
}

function inWords(total: Total | undefined): string {
  return total === undefined ? 'not planned' : totalInWords({ ...total, memoryBytes: undefined }, 'run');
}
