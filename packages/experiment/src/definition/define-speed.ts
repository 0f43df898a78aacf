import { plainName } from '@better-attention/records';
import { prettifyError, z } from 'zod';
import { Failure, named } from '../support/failure.js';
import { distinct } from './distinct.js';
import { mechanismNames } from './mechanism-name.js';
import {
  type ChosenPreset,
  chosenSeeds,
  type JudgedChoice,
  type PresetChoice,
  presetsOf,
} from './preset-choice.js';
import { type SpeedModel, speedModels, type TimedTable } from './speed-model.js';

const positive = z.int().positive();
const seconds = z.number().positive();

const timing = {
  /** The most threads of a step; everything is timed with each. */
  threads: distinct(positive).min(1),
  /** Processes that measure a model, each with its own record. */
  repetitions: positive,
  /** All contestants take a turn at least and at most so often. */
  rounds: z.strictObject({ least: positive, most: positive }).refine(({ least, most }) => least <= most, {
    path: ['most'],
    error: 'expected at least as many as the least',
  }),
  /** After so long a phase is timed no more, once it has the least rounds. */
  secondsPerPhase: seconds,
  /** Steps of a turn: at most so many, and one at least, as many as Standard takes in so many seconds. */
  turn: z.strictObject({ steps: positive, seconds }),
  /** Presets of the timed tables, whose sizes the models have. */
  sizes: distinct(plainName).min(1),
  /** The most examples of a step, by the size and the name of the table. */
  largestBatch: z.record(z.string(), z.record(z.string(), positive)),
};

const preset = z.strictObject({
  /** Why the preset differs from the table's own settings. */
  because: z.string().min(1),
  /** Whether what older sources recorded is measured again unasked (default false). */
  renew: z.boolean().optional(),
  ...z.strictObject(timing).partial().shape,
});

const tables = z
  .array(
    z.custom<TimedTable>((given) => typeof given === 'object', 'expected an experiment and its examples'),
  )
  .min(1);

const speed = z.strictObject({
  kind: z.literal('speed'),
  /** The name of its workspace. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Of its table. */
  title: z.string().min(1),
  /** Standard among them: the others are set in relation to it, and it once more to itself. */
  mechanisms: mechanismNames.refine((names) => names.includes('standard'), {
    error: 'expected standard among them',
  }),
  /** The tables whose models are timed. */
  tables,
  ...timing,
  presets: presetsOf(preset),
  /** In what it differs from the paper, a sentence each. */
  deviations: z.array(z.string()),
});

/** A table of step times of whole models; see {@link defineSpeed}. */
export type Speed = z.output<typeof speed>;

/** Step times under a preset. */
export interface ResolvedSpeed extends Omit<Speed, 'presets' | 'tables' | 'sizes' | 'largestBatch'> {
  readonly preset: ChosenPreset;
  readonly renew: boolean;
  readonly models: readonly SpeedModel[];
  /** What made it of a table, where it times a mechanism of a person's own. */
  readonly judged?: JudgedSpeed | undefined;
}

/** Which of a table's models are timed with a mechanism of a person's own. */
export interface JudgedSpeed extends JudgedChoice {
  /** The table of step times. */
  readonly speed: string;
  /** Names of the timed tables. */
  readonly tables: readonly string[];
}

/**
 * States a table of step times: the tables whose models are timed, at which of their presets' sizes, how, and the presets.
 *
 * @throws Failure that names each key that is unknown, missing or out of range, and a size that is no preset of a table
 */
export function defineSpeed(definition: z.input<typeof speed>): Speed {
  const result = speed.safeParse(definition);
  if (!result.success) {
    throw new Failure(`speed '${definition.name}' is not valid\n${prettifyError(result.error)}`);
  }
  for (const name of Object.keys(result.data.presets)) resolveSpeed(result.data, { preset: name });
  return result.data;
}

/** Applies a preset. @throws Failure that lists the presets when there is none of the name */
export function resolveSpeed({ presets, tables, ...own }: Speed, choice: PresetChoice): ResolvedSpeed {
  const { renew = false, because, ...overrides } = named(presets, choice.preset, `preset of ${own.name}`);
  const repetitions = chosenSeeds(choice);
  const chosen = {
    ...own,
    ...overrides,
    ...(repetitions !== undefined && { repetitions }),
  } as Omit<Speed, 'presets' | 'tables'>;
  const { sizes, largestBatch, ...settings } = chosen;
  return {
    ...settings,
    preset: { name: choice.preset, because },
    renew,
    models: speedModels({ tables, sizes, largestBatch }),
  };
}

/** The least that a mechanism of a person's own is timed: three repetitions carry an interval. */
const LEAST = { repetitions: 3, rounds: 6, secondsPerPhase: 1 };

/**
 * Times a mechanism of a person's own beside others, in the models of some tables at the sizes of a preset, under a name of its
 * own, since its times are other measurements than the table's.
 *
 * @returns nothing where none of these tables is timed, or not under the preset
 */
export function resolveJudgedSpeed(
  speed: Speed,
  { preset, tables, mechanism, against }: Omit<JudgedSpeed, 'speed'> & Pick<PresetChoice, 'preset'>,
): ResolvedSpeed | undefined {
  const timed = speed.tables.filter(
    ({ experiment }) => tables.includes(experiment.name) && preset in experiment.presets,
  );
  const settings = speed.presets[preset];
  if (timed.length === 0 || settings === undefined) return undefined;
  const {
    repetitions = speed.repetitions,
    rounds = speed.rounds,
    secondsPerPhase = speed.secondsPerPhase,
  } = settings;
  const least = Math.max(LEAST.rounds, rounds.least);
  const resolved = resolveSpeed(
    {
      ...speed,
      tables: timed,
      presets: {
        [preset]: {
          ...settings,
          sizes: [preset],
          repetitions: Math.max(LEAST.repetitions, repetitions),
          rounds: { least, most: Math.max(least, rounds.most) },
          secondsPerPhase: Math.max(LEAST.secondsPerPhase, secondsPerPhase),
        },
      },
    },
    { preset },
  );
  const suffix = mechanism.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return {
    ...resolved,
    name: `${speed.name}-of-${suffix || mechanism.sha256.slice(0, 8)}`,
    mechanisms: [...against, mechanism.name],
    judged: { speed: speed.name, tables, mechanism, against },
  };
}
