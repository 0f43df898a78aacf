import { holm } from '../statistics/holm.js';
import { qualified } from './sentences.js';
/** The findings of one claim on every table, answered after Holm's correction over all of its tests of a kind. */
export function findingsOf(evidence, ask) {
  const asked = evidence.map((one) => ({ table: one.table, questions: ask(one) }));
  const correction = holmByKind(asked.flatMap(({ questions }) => questions.map(({ pValues }) => pValues)));
  return asked.map(({ table, questions }) =>
    questions.map((question) => findingOf(table, question, correction.get(question.pValues))),
  );
}
function holmByKind(tests) {
  const corrected = new Map(tests.map((test) => [test, {}]));
  for (const kind of new Set(tests.flatMap((test) => Object.keys(test)))) {
    const having = tests.filter((test) => kind in test);
    const values = holm(having.map((test) => test[kind]));
    having.forEach((test, position) => {
      corrected.set(test, { ...corrected.get(test), [kind]: values[position] });
    });
  }
  return corrected;
}
function findingOf(table, { answer, pValues, numbers, ...question }, corrected) {
  const { verdict, sentence } = answer(corrected);
  const renamed = Object.entries(corrected).map(([kind, p]) => [`${kind}Corrected`, p]);
  return {
    ...question,
    verdict,
    sentence: qualified(table, sentence),
    numbers: { ...numbers, ...pValues, ...Object.fromEntries(renamed) },
  };
}
