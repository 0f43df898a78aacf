import { holm } from '@better-attention/statistics';
import type { TrainingTableInput } from '../input/tables.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import type { Question } from './evidence.js';
import { qualified } from './sentences.js';

type PValues = Question['pValues'];

/** The findings of one claim on every table, answered after Holm's correction over all of its tests of a kind. */
export function findingsOf(
  tables: readonly TrainingTable[],
  ask: (table: TrainingTable) => Question[],
): Finding[][] {
  const asked = tables.map((table) => ({ table, questions: ask(table) }));
  const correction = holmByKind(asked.flatMap(({ questions }) => questions.map(({ pValues }) => pValues)));
  return asked.map(({ table, questions }) =>
    questions.map((question) =>
      findingOf(table.input, question, correction.get(question.pValues) as PValues),
    ),
  );
}

function holmByKind(tests: readonly PValues[]): Map<PValues, PValues> {
  const corrected = new Map(tests.map((test): [PValues, Record<string, number>] => [test, {}]));
  for (const kind of new Set(tests.flatMap((test) => Object.keys(test)))) {
    const having = tests.filter((test) => kind in test);
    const values = holm(having.map((test) => test[kind] as number));
    having.forEach((test, position) => {
      corrected.set(test, { ...corrected.get(test), [kind]: values[position] as number });
    });
  }
  return corrected;
}

function findingOf(
  table: TrainingTableInput,
  { answer, pValues, numbers, ...question }: Question,
  corrected: PValues,
): Finding {
  const { verdict, sentence } = answer(corrected);
  const renamed = Object.entries(corrected).map(([kind, p]) => [`${kind}Corrected`, p]);
  return {
    ...question,
    verdict,
    sentence: qualified(table, sentence),
    numbers: { ...numbers, ...pValues, ...Object.fromEntries(renamed) },
  };
}
