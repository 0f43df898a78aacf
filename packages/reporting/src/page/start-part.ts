import { type PairedTest, pairedTTest } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { tableBody } from '../renderers/table-html.js';
import { grouped, mechanismLabel, pValue, signed } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { DEFAULT_START, startName } from '../training/start-size-text.js';
import { againstDefault, type StartDifference, startDifferences } from '../training/start-sizes.js';
import type { TrainingTable } from '../training/training-table.js';
import { numberCell, pageTable } from './elements.js';

/** Every start of W^A at every number of training examples; nothing where no part of the examples was trained on. */
export function renderStarts({ input }: TrainingTable): Html | undefined {
  const differences = startDifferences(input);
  if (differences.length === 0) return undefined;
  const headline = headlineOf(input);
  const unit = differenceUnit(headline);
  const columns = [
    'Start',
    'Training examples',
    'Seeds',
    `Difference from Standard (${unit})`,
    '95 % interval',
    'p',
    `Difference from ${DEFAULT_START} (${unit})`,
    '95 % interval',
    'p',
  ];
  const sizes = groupBy(differences, ({ trainExamples }) => trainExamples);
  return pageTable({
    className: 'starts',
    label: `Starts of W^A: ${input.title}`,
    caption: `Test ${headline.label} by start of W^A and number of training examples, paired by seed (two-sided t tests, not corrected; no verdict rests on them)`,
    columns,
    bodies: [...sizes.values()].map((group) =>
      tableBody(group.map((one) => rowOf(one, group, headline.digits))),
    ),
  });
}

function rowOf(one: StartDifference, group: readonly StartDifference[], digits: number): Html {
  const { mechanism, trainExamples, change } = one;
  const ofStandard = pairedTTest(change.values);
  const cells: readonly (readonly [text: string | undefined, value?: number])[] = [
    [grouped(trainExamples), trainExamples],
    [`${change.seeds.length}`],
    [signed(change.mean, digits), change.mean],
    ...testCells(ofStandard, digits).slice(1),
    ...testCells(againstDefault(group, one), digits),
  ];
  return html`<tr><th scope="row">${mechanismLabel(mechanism)} ${startName(one)}</th>${cells.map(([text, value]) => numberCell(text, value))}</tr>`;
}

/** Mean, interval and p of a test; dashes without one. */
function testCells(
  test: PairedTest | undefined,
  digits: number,
): (readonly [text: string | undefined, value?: number])[] {
  if (test === undefined) return [[undefined], [undefined], [undefined]];
  const [low, high] = test.interval;
  return [
    [signed(test.mean, digits), test.mean],
    [`${signed(low, digits)} to ${signed(high, digits)}`, low],
    [pValue(test.p).replace(/^p (= )?/, ''), test.p],
  ];
}
