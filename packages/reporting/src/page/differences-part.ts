import { differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { tableBody } from '../renderers/table-html.js';
import { counted, mechanismLabel, pValue, signed } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Correction } from '../verdicts/comparison.js';
import { familyText } from '../verdicts/families.js';
import { numberCell, pageTable } from './elements.js';

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
    'corrected',
    'Wilcoxon',
    ...(first.margin === undefined ? [] : [`Equivalent within ± ${first.margin}`]),
    'Effect size',
    'Probability of improvement',
  ];
  return pageTable({
    className: 'differences sortable',
    label: `Differences from Standard: ${input.title}`,
    caption: `Test ${headline.label} minus Standard’s, by seed, with ${counted(input.heads, 'head')}; p values as they are, and the t test’s corrected over its claim’s family`,
    columns,
    bodies: [tableBody(differences.map((difference) => row(difference, headline.digits)))],
  });
}

/** `p = 0.072 over 6 data sets × 1 mechanism` */
function correctedText({ p, family }: Correction): string {
  return `${pValue(p)} over ${familyText(family)}`;
}

function row(difference: Difference, digits: number): Html {
  const { mechanism, seeds, comparison, correction, signedRank, margin, effect } = difference;
  const { test, marginTest } = comparison ?? {};
  const cells: readonly (readonly [text: string | undefined, value?: number | undefined])[] = [
    [`${seeds.length}`],
    [test && signed(test.mean, digits), test?.mean],
    [test && `${signed(test.interval[0], digits)} to ${signed(test.interval[1], digits)}`, test?.interval[0]],
    [test && pValue(test.p), test?.p],
    [correction && correctedText(correction), correction?.p],
    [signedRank && pValue(signedRank.p), signedRank?.p],
    ...(margin === undefined
      ? []
      : [[marginTest && pValue(marginTest.equivalence), marginTest?.equivalence] as const]),
    [effect === undefined ? undefined : signed(effect, 2), effect],
    [difference.probabilityOfImprovement.toFixed(2), difference.probabilityOfImprovement],
  ];
  return html`<tr><th scope="row">${mechanismLabel(mechanism.mechanism)}</th>${cells.map(([text, value]) => numberCell(text, value))}</tr>`;
}
