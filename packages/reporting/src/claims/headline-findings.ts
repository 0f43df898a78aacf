import { isBaseline } from '../input/tables.js';
import { listedOrCounted, mechanismLabel } from '../text/format.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import { GAINS } from '../verdicts/claimed.js';
import type { Finding, Word } from '../verdicts/finding.js';
import { LIKE_STANDARD, OUTPERFORMS } from '../verdicts/hypotheses.js';
import { besideStandard, outperformsStandard, performsLikeStandard } from './performance.js';

/** The gains of Super that the paper names, the smallest first. */
export const CLAIMED_GAINS: readonly number[] = Object.values(GAINS).sort((left, right) => left - right);

/** What was found, by the differences that it rests on: titles, tables and figures ask for the same. */
const known = new WeakMap<readonly Difference[], readonly Finding[]>();

/**
 * What is shown of each mechanism's headline beside Standard's, in the order of the table: by the claim that is about the
 * mechanism, and of others by what is asked of any. Nothing of Standard itself and of baselines.
 */
export function headlineFindings(table: TrainingTable): readonly Finding[] {
  const { differences } = table;
  const found = known.get(differences) ?? findingsOf(table);
  known.set(differences, found);
  return found;
}

function findingsOf(table: TrainingTable): Finding[] {
  const { input, differences } = table;
  const measured = differences.map(({ mechanism }) => mechanism.mechanism);
  return [...new Set([...input.mechanisms, ...measured])]
    .filter((name) => name !== 'standard' && !isBaseline(input, name))
    .map((name) => findingOf(table, name));
}

function findingOf(table: TrainingTable, name: string): Finding {
  if (OUTPERFORMS.mechanisms.includes(name)) return outperformsStandard(table, name, CLAIMED_GAINS);
  const asksForMargin = LIKE_STANDARD.mechanisms.includes(name) && table.input.equivalence !== undefined;
  return asksForMargin ? performsLikeStandard(table, name) : besideStandard(table, name);
}

/** The words of headlines in the order in which they are told, with what they say in a sentence. */
const SAID: readonly (readonly [word: Word, text: string])[] = [
  ['ahead', 'ahead of Standard'],
  ['as good as', 'as good as Standard'],
  ['behind', 'behind Standard'],
  ['open', 'open beside Standard'],
];

/** `Super is ahead of Standard; Optimised and Efficient are open`: findings in a clause, without a full stop. */
export function headlineText(findings: readonly Finding[]): string {
  const told = SAID.flatMap(([word, text]) => {
    const names = findings
      .filter((one) => one.word === word)
      .map(({ mechanism }) => mechanismLabel(mechanism));
    return names.length > 0
      ? [
          {
            subject: `${listedOrCounted(names, 'mechanism')} ${names.length === 1 ? 'is' : 'are'}`,
            word,
            text,
          },
        ]
      : [];
  });
  const clauses = told.map(
    ({ subject, word, text }, at) => `${subject} ${at > 0 && word === 'open' ? word : text}`,
  );
  return clauses.join('; ') || 'not measured';
}
