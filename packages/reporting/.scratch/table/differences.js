import { headlineOf } from '../report-table.js';
import { pairedEffect, probabilityOfSuperiority } from '../statistics/effect.js';
import { marginTest } from '../statistics/margin.js';
import { pairedDifferences, pairedTTest, sharedSeeds } from '../statistics/paired.js';
import { signedRankTest } from '../statistics/wilcoxon.js';
import { metricId } from './columns.js';
import { bySeed } from './model.js';
/** The differences of the table's main rows, in the order of its mechanisms. */
export function differencesOf(table, summaries) {
  const headline = headlineOf(table);
  const column = metricId('test', headline.metric);
  const rows = summaries.filter((one) => one.column === column && one.heads === table.heads);
  const standard = rows.find(({ mechanism }) => mechanism === 'standard');
  if (!standard) return [];
  const margin = table.equivalenceMargin ?? 1;
  const order = [...new Set([...table.mechanisms, ...rows.map(({ mechanism }) => mechanism)])];
  return order.flatMap((name) => {
    const mechanism = rows.find((row) => row.mechanism === name);
    if (!mechanism || mechanism === standard) return [];
    const differences = pairedDifferences(bySeed(mechanism), bySeed(standard));
    const test = pairedTTest(differences);
    const superiority = probabilityOfSuperiority(mechanism.values, standard.values);
    return [
      {
        mechanism,
        standard,
        ...pairOf(mechanism, standard),
        test,
        signedRank: signedRankTest(differences),
        margin,
        marginTest: test && marginTest(test, margin),
        effect: pairedEffect(differences),
        probabilityOfImprovement: headline.better === 'higher' ? superiority : 1 - superiority,
      },
    ];
  });
}
/** The seeds that a mechanism and Standard share, and the files of their runs. */
export function pairOf(mechanism, standard) {
  const seeds = sharedSeeds(bySeed(mechanism), bySeed(standard));
  const files = [standard, mechanism].flatMap((summary) =>
    summary.files.filter((_, position) => seeds.includes(summary.seeds[position])),
  );
  return { seeds, files };
}
