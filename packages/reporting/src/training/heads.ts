import { groupBy } from '../collections/groups.js';
import { headlineOf, isBaseline, type TrainingTableInput } from '../input/tables.js';
import { commonSeeds, ofSeeds } from '../table/summary-seeds.js';
import type { Summary } from '../table/table-model.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
import { metricId } from './columns.js';

/** The headline of every mechanism and number of heads, each over the seeds that all of the mechanism's numbers of heads have. */
export function headlineByHeads(table: TrainingTableInput, summaries: readonly Summary[]): Summary[] {
  const column = metricId('test', headlineOf(table).metric);
  const own = summaries.filter(
    (summary) => summary.column === column && !isBaseline(table, summary.mechanism),
  );
  return [...groupBy(own, ({ mechanism }) => mechanism).values()].flatMap((group) => {
    const shared = commonSeeds(group);
    return shared.length === 0 ? [] : group.map((summary) => ofSeeds(summary, shared));
  });
}

/** `seed 0`, `seeds 0, 1 and 2`, where one is enough to say for all. */
export function seedsText(summaries: readonly Summary[]): string {
  const texts = new Set(
    summaries.map(({ seeds }) => `${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds.map(String))}`),
  );
  return [...texts].join(' or ');
}

/**
 * What the ablation's numbers are to be set against where the main rows rest on more seeds: the main rows' headline over
 * the ablation's seeds. Nothing where there is no ablation, or all have the same seeds.
 */
export function headsLegend(table: TrainingTableInput, summaries: readonly Summary[]): string[] {
  const metric = headlineOf(table);
  const compared = headlineByHeads(table, summaries);
  const others = compared.filter(({ heads }) => heads !== table.heads);
  const restricted = compared.filter(
    (summary) => summary.heads === table.heads && !summaries.includes(summary),
  );
  if (others.length === 0 || restricted.length === 0) return [];
  const values = table.mechanisms.flatMap((name) => {
    const own = restricted.find(({ mechanism }) => mechanism === name);
    return own ? [`${mechanismLabel(name)} ${own.mean.toFixed(metric.digits)}`] : [];
  });
  return [
    `Other numbers of heads rest on ${seedsText(others)}: to be set against the same with ${counted(table.heads, 'head')}, test ${metric.label} ${listed(values)}, not against means over more seeds.`,
  ];
}
