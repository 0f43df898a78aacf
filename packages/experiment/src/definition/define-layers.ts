import { prettifyError, z } from 'zod';
import { type LayerSize, layerSizes } from '../layers/layer-size.js';
import { Failure, named } from '../support/failure.js';
import { distinct } from './distinct.js';
import { mechanismNames } from './mechanism-name.js';
import { type ChosenPreset, chosenSeeds, type PresetChoice, presetsOf } from './preset-choice.js';

const positive = z.int().positive();
const size = z.strictObject({ contextLength: positive, modelWidth: positive, heads: positive });
const lengths = distinct(positive).min(1);
const axes = z.strictObject({ contextLength: lengths, modelWidth: lengths, heads: lengths });
/** Timed at least and at most so often. */
const rounds = z
  .strictObject({ least: positive, most: positive })
  .refine(({ least, most }) => least <= most, {
    path: ['most'],
    error: 'expected at least as many as the least',
  });

const preset = z.strictObject({
  /** Why the preset differs from the table's own sizes. */
  because: z.string().min(1),
  /** Whether what older sources recorded is measured again unasked (default false). */
  renew: z.boolean().optional(),
  base: size.optional(),
  axes: axes.optional(),
});

const shared = {
  /** The name of its workspace. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Of its table. */
  title: z.string().min(1),
  mechanisms: mechanismNames.min(1),
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
  presets: presetsOf(preset),
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
  presets: presetsOf(preset.extend(z.strictObject(timing).partial().shape)),
});

const layers = z.discriminatedUnion('kind', [complexity, latency]);

/** A table of single attention layers of many sizes, counted or timed; see {@link defineLayers}. */
export type Layers = z.output<typeof layers>;

/** A definition with its preset's overrides applied. */
type Resolved<Definition> = Omit<Definition, 'presets'> & {
  readonly preset: ChosenPreset;
  readonly renew: boolean;
};
/** Single layers under a preset. */
export type ResolvedLayers = Resolved<z.output<typeof complexity>> | Resolved<z.output<typeof latency>>;

/**
 * States a table of single attention layers: mechanisms, the base's size, the sizes along each axis, and the presets.
 *
 * @throws Failure that names each key that is unknown, missing or out of range, and each size whose heads don't divide its width
 */
export function defineLayers(definition: z.input<typeof layers>): Layers {
  const result = layers.safeParse(definition);
  if (!result.success) {
    throw new Failure(`layers '${definition.name}' are not valid\n${prettifyError(result.error)}`);
  }
  for (const preset of Object.keys(result.data.presets)) checkSizes(resolveLayers(result.data, { preset }));
  return result.data;
}

/** Applies a preset; counts have no repetitions. @throws Failure that lists the presets when there is none of the name */
export function resolveLayers({ presets, ...own }: Layers, choice: PresetChoice): ResolvedLayers {
  const known: Layers['presets'] = presets;
  const { renew = false, because, ...overrides } = named(known, choice.preset, `preset of ${own.name}`);
  const seeds = chosenSeeds(choice);
  const repetitions = own.kind === 'latency' && seeds !== undefined ? { repetitions: seeds } : {};
  return {
    ...own,
    ...overrides,
    ...repetitions,
    preset: { name: choice.preset, because },
    renew,
  } as ResolvedLayers;
}

function checkSizes({ name, preset, base, axes }: ResolvedLayers): void {
  const where = `layers '${name}', preset ${preset.name}`;
  const undivided = layerSizes({ base, axes }).find(({ modelWidth, heads }) => modelWidth % heads !== 0);
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
