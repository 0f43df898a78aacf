import { leftOut, type SpeedTableInput } from '../input/tables.js';
import { counted, listed, percent } from '../text/format.js';
import { CONTROL_TOLERANCE, type Contest } from './contests.js';
import { modelText } from './speed-text.js';

/** What the marks of a table of step times mean, a sentence each. */
export function speedLegend({ records, mechanisms }: SpeedTableInput): string[] {
  const repetitions = new Set([...records.values()].map(({ repetition }) => repetition)).size;
  const rounds = [...records.values()].flatMap(({ measurements }) => measurements.map((one) => one.rounds));
  const [least, most] = [Math.min(...rounds), Math.max(...rounds)];
  return [
    `The models with ${counted(mechanisms.length, 'mechanism')}, and with Standard once more, took turns of some steps in one process, in another order each round; each had been compared with TensorFlow.js op by op before.`,
    ...(rounds.length > 0
      ? [
          `${counted(repetitions, 'repetition')}, each a process of its own that prepares them in another order, of ${least === most ? counted(least, 'round') : `${least} to ${most} rounds`}.`,
        ]
      : []),
    'Time: wall time of a step, mean ± standard deviation over repetitions of the medians of rounds.',
    'Ratio to Standard: of the same round; the median of the rounds, and over repetitions the geometric mean with its 95 % interval (Student’s t on the logarithms). Processor time is that of all threads.',
    `Standard again is the control: what it differs by is no mechanism’s. Where its interval excludes 1 by more than ${percent(CONTROL_TOLERANCE)}, the machine was disturbed, and the contest decides nothing.`,
  ];
}

/** What a reader must know about the records of step times, a sentence each. */
export function speedRemarks(table: SpeedTableInput, contests: readonly Contest[]): string[] {
  const { records, remarks = [] } = table;
  if (records.size === 0) return leftOut(table);
  const all = [...records.values()];
  const machines = new Set(
    all.map(({ machine, engine }) =>
      JSON.stringify([machine.processor, machine.cores, machine.node, engine.versions]),
    ),
  );
  const shared = [...records].filter(([, { engine }]) => engine.concurrentRuns > 1).map(([file]) => file);
  const loads = all.map(({ load }) => load.start).sort((left, right) => left - right);
  const disturbed = contests.filter((one) => one.disturbed);
  return [
    ...leftOut(table),
    ...remarks,
    ...(machines.size > 1
      ? ['The repetitions are of different machines or versions: their times don’t compare, ratios do.']
      : []),
    ...(shared.length > 0 ? [`Other work of this repository shared the machine: ${listed(shared)}.`] : []),
    `The machine’s load average before a measurement was ${[...new Set([loads[0], loads.at(-1)])].join(' to ')}.`,
    ...disturbed.map(
      ({ model, phase, threads }) =>
        `The control says that the machine was disturbed: ${modelText(model)}, ${phase} on ${counted(threads, 'thread')}.`,
    ),
  ];
}
