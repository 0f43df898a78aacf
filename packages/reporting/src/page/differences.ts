import { counted, pValue, signed } from '../format.js';
import { escapeHtml } from '../renderers/html.js';
import { differenceUnit, headlineOf, mechanismLabel, type ReportTable } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
import type { Difference } from '../table/differences.js';
import { columnHeadings } from './html.js';

/** The headline of every mechanism against Standard's, with every test; empty without a pair. */
export function renderDifferences(table: ReportTable, { differences }: BuiltTable): string {
  const [first] = differences;
  if (!first) return '';
  const headline = headlineOf(table);
  const unit = differenceUnit(headline);
  const columns = [
    'Mechanism',
    'Seeds',
    `Difference (${unit})`,
    '95 % interval',
    't test',
    'Wilcoxon',
    `Equivalent within ± ${first.margin}`,
    'Effect size',
    'Probability of improvement',
  ];
  return [
    '<table class="differences sortable">',
    `<caption>Test ${escapeHtml(headline.label)} minus Standard’s, by seed, with ${counted(table.heads, 'head')}; p values as they are, uncorrected</caption>`,
    columnHeadings(columns),
    '<tbody>',
    ...differences.map((difference) => row(difference, headline.digits)),
    '</tbody>',
    '</table>',
  ].join('\n');
}

function row(difference: Difference, digits: number): string {
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
  const heading = `<th scope="row">${escapeHtml(mechanismLabel(mechanism.mechanism))}</th>`;
  return `<tr>${heading}${cells.map((cell) => `<td>${cell === undefined ? '<span class="none">–</span>' : escapeHtml(cell)}</td>`).join('')}</tr>`;
}
