import { sizesText } from '../claims/sizes.js';
import { differenceUnit } from '../input/metrics.js';
import { clause } from '../input/paper.js';
import { headlineOf } from '../input/tables.js';
import { counted, listed, mechanismLabel, percent } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import { seedsText } from '../verdicts/seeds.js';
import type { RelativeTimes } from './relative-times.js';

/** What a reader of the headline table must know, a sentence or two each: intervals, margin, what is open, times. */
export function headlineNotes({
  table,
  findings,
  times,
}: {
  readonly table: TrainingTable;
  readonly findings: readonly Finding[];
  readonly times: RelativeTimes;
}): string[] {
  return [
    readingOf(table),
    marginOf(table),
    neededBy(findings),
    ...findings.map(({ mechanism, sizes = [] }) =>
      sizes.length > 0 ? `${mechanismLabel(mechanism)}: ${uncapitalised(sizesText(sizes))}` : '',
    ),
    times.note,
  ].filter(Boolean);
}

function readingOf({ input, differences }: TrainingTable): string {
  const metric = headlineOf(input);
  const pilot = input.pilotSeeds
    ? ` The first ${counted(input.pilotSeeds, 'seed')}, a pilot’s, are in no difference.`
    : '';
  const paired = differences.length > 0 ? ' Differences are paired by seed.' : '';
  return `Test ${metric.label}: mean over seeds ± half of its 95 % interval, Student’s t.${paired}${pilot}`;
}

function marginOf({ input }: TrainingTable): string {
  if (!input.equivalence) return '';
  const { margin, because } = input.equivalence;
  return `As good as Standard: within ± ${margin} ${differenceUnit(headlineOf(input))}, ${clause(because)}.`;
}

/** `Open: about 14 seeds (8 to 41) would decide Efficient, …, with 80 % power.` */
function neededBy(findings: readonly Finding[]): string {
  const clauses = findings.flatMap(({ mechanism, seedsToDecide }) =>
    seedsToDecide ? [uncapitalised(seedsText(seedsToDecide)).replace(/it$/, mechanismLabel(mechanism))] : [],
  );
  const [power] = findings.flatMap(({ seedsToDecide }) => seedsToDecide?.power ?? []);
  return power === undefined ? '' : `Open: ${listed(clauses)}, with ${percent(power)} power.`;
}

function uncapitalised(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
