import { PHASES, type Phase, type SpeedContestant, type SpeedRecord } from '@better-attention/records';
import { median, type PairedRatio, ratioOfLogarithms } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import type { SpeedTableInput } from '../input/tables.js';

/** Standard beside itself, as tables and figures name it. */
export const CONTROL = 'standard-again';

/** How far from 1 the control's interval may stay before a contest shows nothing but that the machine was disturbed. */
export const CONTROL_TOLERANCE = 0.02;

/** A ratio to Standard over repetitions. */
export interface ContestRatio extends PairedRatio {
  /** That of each repetition: the median of its rounds. */
  readonly byRepetition: ReadonlyMap<number, number>;
}

/** A mechanism's times in a contest, a value a repetition. */
export interface ContestTimes {
  /** `standard-again` where it is Standard once more. */
  readonly mechanism: string;
  /** Medians of a step, by repetition. */
  readonly milliseconds: ReadonlyMap<number, number>;
  /** Relative to Standard's in the same rounds: wall time; none of Standard itself. */
  readonly ratio: ContestRatio | undefined;
  /** As above, in processor time. */
  readonly processorRatio: ContestRatio | undefined;
}

/** All mechanisms' times of a model in one phase on so many threads. */
export interface Contest {
  readonly model: SpeedRecord['model'];
  readonly phase: Phase;
  readonly threads: number;
  /** In the order of the records. */
  readonly times: readonly ContestTimes[];
  /** Whether the control says that the machine was disturbed. */
  readonly disturbed: boolean;
  /** File names of the records. */
  readonly files: readonly string[];
}

/** The contests of a table that have records: model by model, phase by phase. */
export function contestsOf({ models, threads, records }: SpeedTableInput): Contest[] {
  return models.flatMap((model) => {
    const own = [...records].filter(([, record]) => nameOf(record.model) === nameOf(model));
    return PHASES.flatMap((phase) =>
      threads.flatMap((count): Contest[] => {
        const measured = own.flatMap(([file, { repetition, measurements }]) =>
          measurements
            .filter((one) => one.phase === phase && one.threads === count)
            .map(({ contestants }) => ({ file, repetition, contestants })),
        );
        if (measured.length === 0) return [];
        const times = timesOf(measured);
        return [
          {
            model,
            phase,
            threads: count,
            times,
            disturbed: isOff(ratioIn(times, CONTROL)),
            files: measured.map(({ file }) => file),
          },
        ];
      }),
    );
  });
}

/** A mechanism's ratio to Standard, or that of {@link CONTROL}; none where it has no times. */
export function ratioIn(times: readonly ContestTimes[], mechanism: string): ContestRatio | undefined {
  return times.find((one) => one.mechanism === mechanism)?.ratio;
}

/** `imdb-paper`: a model's name in rows and anchors. */
export function nameOf({ table, sizes }: Pick<SpeedRecord['model'], 'table' | 'sizes'>): string {
  return `${table}-${sizes.at(-1)}`;
}

interface Measured {
  readonly repetition: number;
  readonly contestants: readonly SpeedContestant[];
}

function timesOf(measured: readonly Measured[]): ContestTimes[] {
  const all = measured.flatMap(({ repetition, contestants }) =>
    contestants.map((contestant) => ({ repetition, ...contestant })),
  );
  const groups = groupBy(all, ({ mechanism, control }) => (control ? CONTROL : mechanism));
  return [...groups].map(([mechanism, group]) => ({
    mechanism,
    milliseconds: new Map(group.map((one) => [one.repetition, one.milliseconds.median])),
    ratio: ratioOver(group, ({ logRatios }) => (logRatios.length > 0 ? median(logRatios) : undefined)),
    processorRatio: ratioOver(group, ({ processorLogRatio }) => processorLogRatio),
  }));
}

/** The ratio over the repetitions of which a logarithm is known; none where there is none. */
function ratioOver<One extends Pick<Measured, 'repetition'>>(
  group: readonly One[],
  logarithmOf: (one: One) => number | undefined,
): ContestRatio | undefined {
  const logarithms = group.flatMap((one) => {
    const logarithm = logarithmOf(one);
    return logarithm === undefined ? [] : [[one.repetition, logarithm] as const];
  });
  if (logarithms.length === 0) return undefined;
  return {
    ...ratioOfLogarithms(logarithms.map(([, logarithm]) => logarithm)),
    byRepetition: new Map(logarithms.map(([repetition, logarithm]) => [repetition, Math.exp(logarithm)])),
  };
}

/** Whether a ratio that should be 1 is shown to differ from it by more than the tolerance. */
function isOff(ratio: PairedRatio | undefined): boolean {
  const [low, high] = ratio?.interval ?? [1, 1];
  return low > 1 + CONTROL_TOLERANCE || high < 1 - CONTROL_TOLERANCE;
}
