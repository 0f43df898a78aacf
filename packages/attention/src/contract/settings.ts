import { described } from '../errors/described.js';
import type { DenseOptions } from '../math/dense.js';
import type { AttentionOptions } from './attention.js';

/** The names of the options that a mechanism has of its own. */
export type OwnOption<Options extends AttentionOptions> = Exclude<keyof Options, keyof AttentionOptions>;

/** The shared options with their defaults, and what follows from them. */
export type SharedSettings<Options extends AttentionOptions = AttentionOptions> = Required<
  Omit<AttentionOptions, 'contextLength'>
> &
  Pick<Options, 'contextLength'> & {
    /** Dh, the width of a head: `D / H`. */
    readonly headWidth: number;
    /** What all `D × D` projections have in common. */
    readonly projection: DenseOptions;
  };

/** The options of a layer with their defaults, and what follows from them. */
export type AttentionSettings<Options extends AttentionOptions = AttentionOptions> =
  SharedSettings<Options> & {
    readonly [Name in OwnOption<Options>]-?: Exclude<Options[Name], undefined>;
  };

/**
 * How a mechanism reads its own options, one function each: it takes what is given, perhaps nothing, the shared
 * settings, and all options as they are given; returns what is given or the default, and throws where that is out of
 * range.
 */
export type OptionReaders<Options extends AttentionOptions> = {
  readonly [Name in OwnOption<Options>]-?: (
    given: Options[Name] | undefined,
    shared: SharedSettings<Options>,
    options: Options,
  ) => Exclude<Options[Name], undefined>;
};

/** What {@link settingsOf} knows of a mechanism. */
interface ReadOptions<Options extends AttentionOptions> {
  /** Names the layer in errors. */
  readonly where: string;
  readonly options: OptionReaders<Options>;
  /** What a matrix over the positions of the keys is called, with its verb; see `MechanismDefinition`. */
  readonly positionMatrix?: string | undefined;
  /** Whether heads are slices of the model width, so that they divide it (default: whatever the options). */
  readonly slicesModelWidth?: ((options: Options) => boolean) | undefined;
}

const SHARED_OPTIONS: Readonly<Record<keyof AttentionOptions, true>> = {
  modelWidth: true,
  heads: true,
  useBias: true,
  dropout: true,
  contextLength: true,
};

/** The names of all options of a mechanism, the shared ones first. */
export function optionNamesOf(own: object): readonly string[] {
  return [...Object.keys(SHARED_OPTIONS), ...Object.keys(own)];
}

/**
 * Completes the options of a layer.
 * @throws when one is unknown or out of range
 */
export function settingsOf<Options extends AttentionOptions>(
  { where, options: readers, positionMatrix, slicesModelWidth = () => true }: ReadOptions<Options>,
  options: Options,
): AttentionSettings<Options> {
  requireKnown(where, options, optionNamesOf(readers));
  const { modelWidth, heads, useBias = true, dropout = 0, contextLength } = options;
  requireSize(where, 'modelWidth', modelWidth);
  requireSize(where, 'heads', heads);
  if (slicesModelWidth(options)) requireDivisor(where, modelWidth, heads);
  requireBoolean(where, 'useBias', useBias);
  requireDropout(where, dropout);
  if (positionMatrix !== undefined) requireContextLength(where, positionMatrix, contextLength);
  const mayBeEmpty = contextLength === 0 && positionMatrix === undefined;
  if (contextLength !== undefined && !mayBeEmpty) requireSize(where, 'contextLength', contextLength);
  const projection = { inputs: modelWidth, outputs: modelWidth, useBias };
  const shared = { ...options, useBias, dropout, headWidth: modelWidth / heads, projection };
  const names = Object.keys(readers) as OwnOption<Options>[];
  const own = names.map((name) => [name, readers[name](options[name], shared, options)]);
  return { ...shared, ...Object.fromEntries(own) };
}

/** @throws naming the first option, or other name of a `kind`, that is not among those known */
export function requireKnown(where: string, given: object, known: readonly string[], kind = 'option'): void {
  if (typeof given !== 'object' || given === null) {
    throw new Error(`${where}: expected ${kind}s { ${known.join(', ')} }, got ${described(given)}`);
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Error(`${where}: ${kind} '${unknown}' is unknown; known are ${known.join(', ')}`);
}

/** @throws unless it is a positive integer */
export function requireSize(where: string, name: string, given: unknown): void {
  if (Number.isInteger(given) && (given as number) > 0) return;
  throw new Error(`${where}: expected ${name}, an integer from 1, got ${described(given)}`);
}

/** @throws unless it is true, false, or not given */
export function requireBoolean(where: string, name: string, given: unknown): void {
  if (given === undefined || typeof given === 'boolean') return;
  throw new Error(`${where}: expected ${name} as true or false, got ${described(given)}`);
}

/** @throws unless it is a rate that leaves something */
export function requireDropout(where: string, given: unknown): void {
  if (typeof given === 'number' && given >= 0 && given < 1) return;
  throw new Error(`${where}: expected a dropout from 0 to below 1, got ${described(given)}`);
}

/** @throws unless the heads divide the model width */
function requireDivisor(where: string, modelWidth: number, heads: number): void {
  if (modelWidth % heads === 0) return;
  throw new Error(`${where}: expected heads that divide the model width ${modelWidth}, got ${heads} heads`);
}

function requireContextLength(where: string, matrix: string, given: number | undefined): void {
  if (given !== undefined && Number.isInteger(given) && given > 0) return;
  throw new Error(
    `${where}: expected contextLength, the number of keys that ${matrix} made for, got ${given}`,
  );
}
