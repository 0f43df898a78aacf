import { differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { tableBody } from '../renderers/table-html.js';
import { counted, mechanismLabel, pValue, signed } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import { NONE, pageTable } from './elements.js';

/** The headline of every mechanism against Standard's, with every test; nothing without a pair. */
export function renderDifferences({ input, differences }: TrainingTable): Html | undefined {
  const [first] = differences;
  if (!first) return undefined;
  const headline = headlineOf(input);
  const columns = [
    'Mechanism',
    'Seeds',
    `Difference (${differenceUnit(headline)})`,
    '95 % interval',
    't test',
    'Wilcoxon',
    `Equivalent within ± ${first.margin}`,
    'Effect size',
    'Probability of improvement',
  ];
  return pageTable({
    className: 'differences sortable',
    label: `Differences from Standard: ${input.title}`,
    caption: `Test ${headline.label} minus Standard’s, by seed, with ${counted(input.heads, 'head')}; p values as they are, uncorrected`,
    columns,
    bodies: [tableBody(differences.map((difference) => row(difference, headline.digits)))],
  });
}

function row(difference: Difference, digits: number): Html {
  const { mechanism, seeds, test, signedRank, marginTest, effect, probabilityOfImprovement } = difference;
  const cells = [
    `${seeds.length}`,
    test && signed(test.mean, digits),
    test && `${signed(test.interval[0], digits)} to ${signed(test.interval[1], digits)}`,
    test && pValue(test.p),
    signedRank && pValue(signedRank.p),
    marginTest && pValue(marginTest.equivalence),
    effect === undefined ? undefined : signed(effect, 2),
    probabilityOfImprovement.toFixed(2),
  ];
  return html`<tr><th scope="row">${mechanismLabel(mechanism.mechanism)}</th>${cells.map((cell) => html`<td>${cell ?? NONE}</td>`)}</tr>`;
}
