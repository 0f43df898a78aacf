import { ACCURACY, LOSS } from '../../src/input/metrics.js';
import type { TableInput, TrainingTableInput } from '../../src/input/tables.js';
import { timesTable } from '../layer-tables.js';
import { completeRun, failedRun, gridOfRuns, MECHANISMS, tableOf } from '../runs.js';
import { textTable, translationTable } from '../training-tables.js';

const LONG = `${'A data set whose name goes on and on '.repeat(4)}Donaudampfschifffahrtsgesellschaftskapitänsmütze`;
const MARKUP = '<b>fett</b> & "quoted" </script> $d_m$ | `code` \\textbf{x}';
const SCRIPTS = 'العربية من اليمين إلى اليسار — 日本語の長い文章は空白なしで続きます — हिन्दी';

/** Tables that a report takes as well as any: long names, many mechanisms, one seed, 25 seeds, no Standard, markup and other scripts in texts, 500 records. */
export function unusualTables(): TableInput[] {
  return [
    textTable({
      title: LONG,
      preset: { name: 'cpu', because: LONG },
      deviations: [LONG, 'x'.repeat(300)],
      remarks: [LONG, 'records/'.repeat(60)],
    }),
    named('amazon-reviews', grid(manyMechanisms(), 3), {
      title: 'Thirty mechanisms',
      mechanisms: manyMechanisms(),
    }),
    named('mnist', gridOfRuns({ seeds: 1 }), { title: 'One seed' }),
    named('cifar100', gridOfRuns({ seeds: 25 }), { title: 'Twenty-five seeds' }),
    named('imagenet', grid(['optimised', 'super'], 3), {
      title: 'Without Standard',
      mechanisms: ['optimised', 'super'],
    }),
    otherScripts(),
    named('others', [...gridOfRuns({ heads: [4, 1, 2, 8], seeds: 31 }), ...failures()], {
      title: 'Five hundred records',
    }),
    named('nothing', [], { title: 'Nothing measured yet' }),
    timesTable(3, { title: `Times of ${LONG}`, remarks: [SCRIPTS] }),
  ];
}

function manyMechanisms(): string[] {
  const others = Array.from({ length: 26 }, (_, at) => `a-mechanism-with-a-name-as-long-as-${at + 1}`);
  return [...MECHANISMS, ...others];
}

function grid(mechanisms: readonly string[], seeds: number) {
  return mechanisms.flatMap((mechanism) =>
    Array.from({ length: seeds }, (_, seed) => completeRun(mechanism, { seed })),
  );
}

function failures() {
  return [31, 32, 33, 34].map((seed) =>
    failedRun('super', { seed, error: `${'out of memory '.repeat(20)}${'/path'.repeat(60)}` }),
  );
}

function named(
  name: string,
  runs: Parameters<typeof tableOf>[0],
  changes: Partial<TrainingTableInput>,
): TrainingTableInput {
  const own = runs.map((run) => ({ ...run, experiment: name }));
  return tableOf(own, { name, metrics: [LOSS, ACCURACY], ...changes });
}

/** A translation table whose texts are of other scripts, and markup. */
function otherScripts(): TrainingTableInput {
  const table = translationTable({ title: `${SCRIPTS} ${MARKUP}`, remarks: [SCRIPTS, MARKUP] });
  const samples = [
    { source: SCRIPTS, reference: MARKUP, output: `${SCRIPTS} ${'長'.repeat(80)}` },
    { source: 'a', reference: 'b'.repeat(200), output: '' },
  ];
  const records = new Map(
    [...table.records].map(([file, run]) => [file, run.status === 'complete' ? { ...run, samples } : run]),
  );
  return { ...table, records };
}
