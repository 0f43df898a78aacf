import { grouped, mechanismLabel, signed } from '../text/format.js';
import { missingText } from '../verdicts/seeds.js';
import type { JudgedDataset, JudgedTime, Judgement } from './judgement.js';

/** That sample runs decide nothing. */
export const SAMPLE_WARNING =
  'These runs used embedded samples of the data: a check that everything works, no verdict.';

/** How words are decided, in a few sentences. */
export const HOW_DECIDED: readonly string[] = [
  'Both mechanisms are trained from the same seeds, on the same examples in the same order, so that differences are paired by seed: what is shown is tested by a paired t test over the seeds that both have, at 0.05; fewer than three carry no test.',
  'As good as: two one-sided tests within the table’s margin. Open: neither a gain, nor a loss, nor a difference within the margin is shown; the seeds that are missing would decide it with 80 % power if the observed difference were the true one.',
  'Each data set is a question of its own: of 20 mechanisms that are no better and no worse, one would be called ahead or behind there. To add seeds until the word is the wanted one decides nothing.',
  'Times are those of a step, relative to Standard’s in the same turn, in processes of their own; Standard against itself is the control.',
];

/** `ahead of Standard`, `as good as Standard`, `open beside Standard`; none without a word. */
export function wordText({ word }: Pick<JudgedDataset, 'word'>): string {
  if (word === undefined) return 'not measured';
  return `${word}${word === 'ahead' ? ' of' : word === 'open' ? ' beside' : ''} Standard`;
}

/** `+1.73 [+0.01, +3.44] percentage points` */
export function differenceText({ difference, interval, digits, unit }: JudgedDataset): string {
  if (difference === undefined) return '';
  const ends = interval ? ` [${interval.map((end) => signed(end, digits)).join(', ')}]` : '';
  return `${signed(difference, digits)}${ends} ${unit}`;
}

/** `51 more seeds`; empty where nothing is open. */
export function missingSeedsText({ missing }: Pick<JudgedDataset, 'missing'>): string {
  return missing ? missingText(missing) : '';
}

/** `0.88 [0.83, 0.95]` */
export function timeText({ ratio, interval }: JudgedTime): string {
  const ends = interval ? ` [${interval.map((end) => end.toFixed(2)).join(', ')}]` : '';
  return `${ratio.toFixed(2)}${ends}`;
}

/** `2,112 (Standard 4,224)`; empty where it isn't counted. */
export function countText(
  { counts }: Pick<JudgedDataset, 'counts'>,
  key: 'attentionParameters' | 'matmulsPerHead',
): string {
  return counts ? `${grouped(counts.own[key])} (Standard ${grouped(counts.standard[key])})` : '';
}

/** A judgement for a terminal: a data set in a few lines, and the warning where its runs used samples. */
export function renderJudgement({ mechanism, datasets }: Judgement): string {
  const blocks = datasets.map((one) =>
    [
      `${one.dataset}: ${mechanismLabel(mechanism.name)} is ${wordText(one)}${one.missing ? `; ${missingSeedsText(one)} would decide it` : ''}`,
      ...linesOf(one).map(([label, text]) => `  ${label.padEnd(21)}  ${text}`),
    ].join('\n'),
  );
  const isTrial = datasets.some(({ sample }) => sample);
  return [...blocks, ...(isTrial ? [SAMPLE_WARNING] : [])].join('\n\n');
}

function linesOf(one: JudgedDataset): (readonly [label: string, text: string])[] {
  const lines: (readonly [string, string])[] = [
    [one.measure, one.difference === undefined ? '' : `${differenceText(one)}, ${one.seeds} seeds`],
    ['attention parameters', countText(one, 'attentionParameters')],
    ['products per head', countText(one, 'matmulsPerHead')],
    ...one.times.map((time): readonly [string, string] => [
      `${time.phase} step`,
      `${timeText(time)} times Standard’s on ${time.threads === 1 ? '1 thread' : `${time.threads} threads`}`,
    ]),
  ];
  return lines.filter(([, text]) => text !== '');
}
