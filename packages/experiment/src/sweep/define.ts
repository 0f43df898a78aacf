import { mechanisms } from '@better-attention/attention';
import { prettifyError, z } from 'zod';
import { Failure, named } from '../failure.js';
import { type LayerSize, sweepSizes } from './measure/sizes.js';

const positive = z.int().positive();
const size = z.strictObject({ contextLength: positive, modelWidth: positive, heads: positive });
const lengths = z.array(positive).min(1);
const axes = z.strictObject({ contextLength: lengths, modelWidth: lengths, heads: lengths });
/** Timed at least and at most so often. */
const rounds = z.strictObject({ least: positive, most: positive });

const preset = z.strictObject({
  /** Why the preset differs from the sweep's own sizes. */
  because: z.string().min(1),
  /** Whether what older sources recorded is measured again unasked (default false). */
  renew: z.boolean().optional(),
  base: size.optional(),
  axes: axes.optional(),
});

const shared = {
  /** The name of its workspace. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** The title of its tables. */
  table: z.string().min(1),
  /** Names of the registry of mechanisms. */
  mechanisms: z.array(z.string().superRefine(requireMechanism)).min(1),
  /** The layer that every axis passes through. */
  base: size,
  /** Each is varied alone, the other two being the base's. */
  axes,
  /** In what it differs from the paper, a sentence each. */
  deviations: z.array(z.string()),
};

const complexity = z.strictObject({
  ...shared,
  kind: z.literal('complexity'),
  presets: z.record(z.string(), preset),
});

const timing = {
  /** Measurements of everything, each with its own record. */
  repetitions: positive,
  rounds,
  /** After so long a layer is timed no more, once it has the least rounds of all mechanisms. */
  secondsPerSize: z.number().positive(),
};

const latency = z.strictObject({
  ...shared,
  kind: z.literal('latency'),
  /** Every size is timed at each. */
  batches: lengths,
  /** Threads of ONNX Runtime, the same for every mechanism. */
  threads: positive,
  ...timing,
  presets: z.record(z.string(), preset.extend(z.strictObject(timing).partial().shape)),
});

const sweep = z.discriminatedUnion('kind', [complexity, latency]);

/** Single attention layers of many sizes, counted or timed; see {@link defineSweep}. */
export type Sweep = z.infer<typeof sweep>;

type Resolved<Definition> = Omit<Definition, 'presets'> & {
  readonly preset: string;
  readonly because: string;
  readonly renew: boolean;
};
/** A sweep of counts under a preset. */
type ResolvedComplexity = Resolved<z.infer<typeof complexity>>;
/** A sweep of times under a preset. */
export type ResolvedLatency = Resolved<z.infer<typeof latency>>;
/** A sweep under a preset: its settings with the preset's overrides applied. */
export type ResolvedSweep = ResolvedComplexity | ResolvedLatency;

/**
 * States a table of single attention layers: mechanisms, the base's size, the sizes along each axis, and the presets.
 *
 * @throws Failure that names each key that is unknown, missing or out of range, and each size whose heads don't divide its width
 */
export function defineSweep(definition: z.input<typeof sweep>): Sweep {
  const result = sweep.safeParse(definition);
  if (!result.success) {
    throw new Failure(`sweep '${definition.name}' is not valid\n${prettifyError(result.error)}`);
  }
  for (const name of Object.keys(result.data.presets)) checkSizes(resolveSweep(result.data, name));
  return result.data;
}

/** Applies a preset. @throws Failure that lists the presets when there is none of the name */
export function resolveSweep({ presets, ...own }: Sweep, name: string): ResolvedSweep {
  const { renew = false, ...overrides } = named<Sweep['presets'][string]>(
    presets,
    name,
    `preset of ${own.name}`,
  );
  return { ...own, ...overrides, preset: name, renew } as ResolvedSweep;
}

function checkSizes({ name, preset, base, axes }: ResolvedSweep): void {
  const where = `sweep '${name}', preset ${preset}`;
  const undivided = sweepSizes({ base, axes }).find(({ modelWidth, heads }) => modelWidth % heads !== 0);
  if (undivided) {
    const { heads, modelWidth } = undivided;
    throw new Failure(`${where}: ${heads} heads don't divide the model width ${modelWidth}`);
  }
  const outside = (Object.keys(axes) as (keyof LayerSize)[]).find((axis) => !axes[axis].includes(base[axis]));
  if (outside) {
    throw new Failure(
      `${where}: the axis ${outside} (${axes[outside].join(', ')}) lacks the base's ${base[outside]}`,
    );
  }
}

function requireMechanism(name: string, context: z.RefinementCtx): void {
  if (mechanisms.has(name)) return;
  const known = [...mechanisms.keys()].join(', ');
  context.addIssue({ code: 'custom', message: `mechanism '${name}' is unknown; known are ${known}` });
}
