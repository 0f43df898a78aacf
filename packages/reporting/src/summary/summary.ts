import { headlineFindings } from '../claims/headline-findings.js';
import { datasetName } from '../input/dataset-text.js';
import { withUnit } from '../input/metrics.js';
import { headlineOf, isTraining } from '../input/tables.js';
import { amountOf, isMeasured } from '../input/unmeasured.js';
import { alignedTable, escapeMarkdown } from '../renderers/table-markdown.js';
import type { BuiltTable, Report } from '../report/report.js';
import { listed, mechanismLabel, signed } from '../text/format.js';
import { metricId } from '../training/columns.js';
import { mainSummaries } from '../training/summaries.js';
import type { TrainingTable } from '../training/training-table.js';
import { renderByVerdict } from './verdicts.js';

const HEADLINES =
  'Of the test part: Standard’s mean over seeds, the others’ differences from it, and what is shown of them (ahead of it, as good as it, behind it, or open).';

/**
 * What all tables of a report give, as Markdown of a few lines: the headlines with a row for each training table, what isn't
 * measured, and the claims by their verdict.
 */
export function renderSummary({ tables, claims }: Report): string {
  const measured = tables.filter(isTraining).filter(({ input }) => isMeasured(input));
  const missing = tables.filter(({ input }) => !isMeasured(input));
  return [
    ...(measured.length > 0 ? [HEADLINES, headlinesOf(measured)] : []),
    ...(missing.length > 0 ? [missingText(missing)] : []),
    `The paper’s claims:\n\n${renderByVerdict(claims)}`,
  ].join('\n\n');
}

/** A row for each table, a column for each mechanism that the paper compares. */
function headlinesOf(measured: readonly TrainingTable[]): string {
  const names = [...new Set(measured.flatMap(({ input }) => input.mechanisms))];
  const mechanisms = ['standard', ...names.filter((name) => name !== 'standard')];
  return alignedTable([
    ['Data set', ...mechanisms.map((name) => escapeMarkdown(mechanismLabel(name))), 'Seeds'],
    ['---', ...mechanisms.map(() => '---:'), '---:'],
    ...measured.map((table) => rowOf(table, mechanisms)),
  ]);
}

function rowOf(table: TrainingTable, mechanisms: readonly string[]): string[] {
  const { input, summaries, differences } = table;
  const headline = headlineOf(input);
  const own = mainSummaries(summaries, input, metricId('test', headline.metric));
  const findings = headlineFindings(table);
  const shown = differences.filter(({ mechanism }) => mechanisms.includes(mechanism.mechanism));
  const cells = mechanisms.map((name) => {
    const found = differences.find(({ mechanism }) => mechanism.mechanism === name);
    const mean = own.find(({ mechanism }) => mechanism === name)?.mean;
    if (name === 'standard' || !found) return mean?.toFixed(headline.digits) ?? '';
    const { word } = findings.find(({ mechanism }) => mechanism === name) ?? {};
    const difference = signed(found.mechanism.mean - found.standard.mean, headline.digits);
    return word === undefined ? difference : `${difference} (${word})`;
  });
  return [
    escapeMarkdown(`${datasetName(input)}, ${withUnit(headline)}`),
    ...cells,
    seedsOf((shown.length > 0 ? shown : own).map(({ seeds }) => seeds.length)),
  ];
}

/** `5`, `3 to 5`: of the differences, of means where there is none. */
function seedsOf(counts: readonly number[]): string {
  if (counts.length === 0) return '';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

/** ``Not measured with this preset: MNIST (95 runs, about 380 hours); `npm run table -- mnist --preset paper` measures the first.`` */
function missingText(missing: readonly BuiltTable[]): string {
  const named = missing.map((table) => {
    const name = isTraining(table) ? datasetName(table.input) : table.input.title;
    const { toMeasure } = table.input;
    return escapeMarkdown(toMeasure ? `${name} (${amountOf(toMeasure)})` : name);
  });
  const [first] = missing.flatMap((table) => table.input.toMeasure ?? []);
  const way = first === undefined ? '' : `; \`${first.command}\` measures the first`;
  return `Not measured with this preset: ${listed(named)}${way}.`;
}
