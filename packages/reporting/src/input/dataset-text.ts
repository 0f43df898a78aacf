import type { RunRecord } from '@better-attention/records';
import { grouped, percent } from '../text/format.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { distinct } from './provenance.js';
import type { TrainingTableInput } from './tables.js';

type Named = Pick<TrainingTableInput, 'name' | 'title' | 'records'>;

/** What an example is, by the table's name. */
const EXAMPLES: Readonly<Record<string, string>> = {
  mnist: 'images',
  cifar100: 'images',
  imagenet: 'images',
  imdb: 'reviews',
  'amazon-reviews': 'reviews',
  'en-es-translation': 'pairs',
};

/**
 * The table's data by what they are, wherever they are named: `CIFAR-100 (13,500 + 4,000 images)`, with the examples of
 * training and test, and where they aren't the paper's data set `Imagenette (10 classes, 1,440 + 500 images)`. Without
 * records the paper's name.
 */
export function datasetLabel(table: Named): string {
  return described(table, (data) => labelOf(table, data)) || papersName(table);
}

/** As {@link datasetLabel}, without sizes: `CIFAR-100`, `Imagenette`. */
export function datasetName(table: Named): string {
  return described(table, (data) => titleOf(table, data)) || papersName(table);
}

/**
 * What stands under the table's title: `CIFAR-100, 100 classes: 13,500 training, 1,500 validation and 4,000 test images.
 * Right by chance 1 %, by the commonest class alone 1.3 %.` Nothing without records.
 */
export function datasetSentence(table: Named): string {
  return described(table, (data) => sentenceOf(table, data));
}

/** The table's title, which names the data that the records are of instead of the paper's data set. */
export function dataTitle(table: Named): string {
  const paper = PAPER_DATASETS[table.name];
  const titles = described(table, (data) => titleOf(table, data));
  return paper === undefined || titles === '' ? table.title : table.title.replace(paper, titles);
}

function described({ records }: Named, describe: (data: RunRecord['data']) => string): string {
  return distinct(records, ({ data }) => describe(data))
    .map(({ text }) => text)
    .join(' | ');
}

function labelOf(table: Named, data: RunRecord['data']): string {
  const title = titleOf(table, data);
  const classes = title === papersName(table) ? [] : classesOf(data);
  const { train, test } = data.examples;
  return `${title} (${[...classes, `${grouped(train)} + ${grouped(test)} ${examplesOf(table)}`].join(', ')})`;
}

function sentenceOf(table: Named, data: RunRecord['data']): string {
  const { train, validation, test } = data.examples;
  const sizes = `${grouped(train)} training, ${grouped(validation)} validation and ${grouped(test)} test ${examplesOf(table)}`;
  const about = [titleOf(table, data), ...classesOf(data)].join(', ');
  const { guessing } = data;
  if (!guessing) return `${about}: ${sizes}.`;
  const levels = `Right by chance ${percent(1 / guessing.classes)}, by the commonest class alone ${percent(guessing.majority)}.`;
  return `${about}: ${sizes}. ${levels}`;
}

function classesOf({ guessing }: RunRecord['data']): string[] {
  return guessing ? [`${grouped(guessing.classes)} classes`] : [];
}

function titleOf(table: Named, { title, name }: RunRecord['data']): string {
  return title ?? PAPER_DATASETS[table.name] ?? name;
}

function papersName({ name, title }: Named): string {
  return PAPER_DATASETS[name] ?? title;
}

function examplesOf({ name }: Named): string {
  return EXAMPLES[name] ?? 'examples';
}
