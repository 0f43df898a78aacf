import { PHASES, type Phase, type SpeedContestant, type SpeedRecord } from '@better-attention/records';
import { median, type PairedRatio, ratioOfLogarithms } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import type { SpeedTableInput } from '../input/tables.js';

/** Standard beside itself, as tables and figures name it. */
export const CONTROL = 'standard-again';

/** How far from 1 the control's interval may stay before a contest shows nothing but that the machine was disturbed. */
export const CONTROL_TOLERANCE = 0.02;

/** A mechanism's times in a contest, a value a repetition. */
export interface ContestTimes {
  /** `standard-again` where it is Standard once more. */
  readonly mechanism: string;
  /** Medians of a step, by repetition. */
  readonly milliseconds: ReadonlyMap<number, number>;
  /** Relative to Standard's in the same rounds: wall time; none of Standard itself. */
  readonly ratio?: PairedRatio;
  /** As above, in processor time. */
  readonly processorRatio?: PairedRatio;
  /** ln of the ratio, by repetition: the medians of its rounds. */
  readonly logRatios: ReadonlyMap<number, number>;
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
        const control = times.find(({ mechanism }) => mechanism === CONTROL);
        return [
          {
            model,
            phase,
            threads: count,
            times,
            disturbed: isOff(control?.ratio),
            files: measured.map(({ file }) => file),
          },
        ];
      }),
    );
  });
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
  return [...groups].map(([mechanism, group]) => {
    const compared = group.filter(({ logRatios }) => logRatios.length > 0);
    const logRatios = new Map(compared.map((one) => [one.repetition, median(one.logRatios)]));
    const processor = compared.flatMap(({ processorLogRatio }) => processorLogRatio ?? []);
    return {
      mechanism,
      milliseconds: new Map(group.map((one) => [one.repetition, one.milliseconds.median])),
      logRatios,
      ...(compared.length > 0 && { ratio: ratioOfLogarithms([...logRatios.values()]) }),
      ...(processor.length > 0 && { processorRatio: ratioOfLogarithms(processor) }),
    };
  });
}

/** Whether a ratio that should be 1 is shown to differ from it by more than the tolerance. */
function isOff(ratio: PairedRatio | undefined): boolean {
  const [low, high] = ratio?.interval ?? [1, 1];
  return low > 1 + CONTROL_TOLERANCE || high < 1 - CONTROL_TOLERANCE;
}
