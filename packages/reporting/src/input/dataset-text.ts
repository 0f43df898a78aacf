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

/** Names that menus, sentences and headings have no room for, each with what stands there. */
const SHORT: Readonly<Record<string, string>> = { 'English–Spanish translation': 'Translation' };

/**
 * The table's data in a word or two, for menus and sentences: `CIFAR-100`, `Imagenette`, `Translation`. Without records the
 * paper's name.
 */
export function datasetName(table: Named): string {
  return described(table, (data) => shortName(titleOf(table, data))) || shortName(papersName(table));
}

/** The short name of a data set of the paper by its table, or the table's name where it stands for none. */
export function papersDatasetName(table: string): string {
  return shortName(PAPER_DATASETS[table] ?? table);
}

/**
 * How many examples training and test have, and where they aren't of the paper's data set how many classes:
 * `13,500 + 4,000 images`, `10 classes, 1,440 + 500 images`. Empty without records.
 */
export function datasetSizes(table: Named): string {
  return described(table, (data) => sizesOf(table, data));
}

/**
 * The table's data with their sizes: `CIFAR-100 (13,500 + 4,000 images)`, see {@link datasetSizes}. Without records the
 * paper's name.
 */
export function datasetLabel(table: Named): string {
  return described(table, (data) => `${titleOf(table, data)} (${sizesOf(table, data)})`) || papersName(table);
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

function sizesOf(table: Named, data: RunRecord['data']): string {
  const classes = titleOf(table, data) === papersName(table) ? [] : classesOf(data);
  const { train, test } = data.examples;
  return [...classes, `${grouped(train)} + ${grouped(test)} ${examplesOf(table)}`].join(', ');
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

function shortName(name: string): string {
  return SHORT[name] ?? name;
}

function papersName({ name, title }: Named): string {
  return PAPER_DATASETS[name] ?? title;
}

function examplesOf({ name }: Named): string {
  return EXAMPLES[name] ?? 'examples';
}
