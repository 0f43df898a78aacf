import { sizesText } from '../claims/sizes.js';
import { differenceUnit } from '../input/metrics.js';
import { clause } from '../input/paper.js';
import { headlineOf } from '../input/tables.js';
import { counted, listed, mechanismLabel, percent } from '../text/format.js';
import type { Difference } from '../training/differences.js';
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
  const paired = differences.length > 0 ? ' Differences are paired by seed.' : '';
  return `Test ${metric.label}: mean over seeds ± half of its 95 % interval, Student’s t.${paired}${pilotNote(input, differences)}`;
}

/** What a pilot's seeds are for, where the table keeps one apart. */
function pilotNote({ pilotSeeds }: TrainingTable['input'], differences: readonly Difference[]): string {
  if (pilotSeeds === undefined || differences.length === 0) return '';
  return differences.some(({ pilot }) => pilot)
    ? ' These seeds are a pilot’s, which sets how many others there will be and decides nothing.'
    : ` No difference has the first ${counted(pilotSeeds, 'seed')}, a pilot’s.`;
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
