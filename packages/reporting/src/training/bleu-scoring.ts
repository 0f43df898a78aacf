import type { BleuScoring, CompleteRun } from '@better-attention/records';
import { distinct } from '../input/provenance.js';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import { counted } from '../text/format.js';

/** How BLEU was scored before runs recorded it. */
const OLDER = 'each unknown word, [UNK], as three tokens';

/** How the BLEU of each run was scored, in words; nothing of a run without BLEU. */
export function scoringsOf(table: TrainingTableInput) {
  return distinct(scored(table), ({ scoring }) =>
    scoring === undefined ? OLDER : `unknown words as ${scoring.unknownWord} (${scoring.signature})`,
  );
}

/** That runs were scored as none is any more; nothing where all of them say how. */
export function scoringRemarks(table: TrainingTableInput): string[] {
  const runs = [...scored(table).values()];
  const older = runs.filter(({ scoring }) => scoring === undefined).length;
  if (older === 0) return [];
  const which = older === runs.length ? 'every run' : `${counted(older, 'run')} of ${runs.length}`;
  return [
    `The BLEU of ${which} is of an older scoring, which counted ${OLDER}: too short translations went unpunished, and a mechanism with more unknown words lost more. Train again for BLEU of what was said.`,
  ];
}

/** How BLEU is scored, and what the references themselves score; nothing where no run says it. */
export function scoringLegend(table: TrainingTableInput): string[] {
  return distinct(scored(table), ({ scoring }) => scoring && legendOf(scoring)).map(({ text }) => text);
}

function legendOf({ unknownWord, sentences, ceiling, signature }: BleuScoring): string {
  return `BLEU is of ${counted(sentences, 'sentence')} against whole references, standardised as the model’s targets are; an unknown word counts as one wrong token, ${unknownWord}. The references themselves, cut to the model’s length and with unknown words, score ${ceiling.toFixed(2)}: what a perfect model would reach (${signature}).`;
}

function scored(table: TrainingTableInput): Map<string, CompleteRun> {
  if (!table.metrics.some(({ metric }) => metric === 'bleu')) return new Map();
  return new Map([...completeRuns(table)].filter(([, { test }]) => test.bleu !== undefined));
}
