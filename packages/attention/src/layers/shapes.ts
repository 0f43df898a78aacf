import type { Shape } from '@tensorflow/tfjs-layers';

/** The shapes of a layer's inputs, as a list also where there is one. */
export function shapeList(shapes: Shape | Shape[]): Shape[] {
  return Array.isArray(shapes[0]) ? (shapes as Shape[]) : [shapes as Shape];
}

/** What a layer's inputs are: those of two axes are masks of the keys, `[B, Lk]`, all others sequences. */
export interface Inputs<Input> {
  readonly query: Input;
  readonly key: Input;
  readonly value: Input;
  readonly masks: readonly Input[];
}

/**
 * Names the inputs of a layer: query; query and value; or query, value and key; masks of the keys after them.
 * @throws when there are other than one to three sequences
 */
export function namedInputs<Input extends { readonly shape: Shape }>(
  where: string,
  inputs: readonly Input[],
): Inputs<Input> {
  const masks = inputs.filter(({ shape }) => shape.length === 2);
  const sequences = inputs.filter(({ shape }) => shape.length !== 2);
  const [query, value = query, key = value] = sequences;
  if (query !== undefined && value !== undefined && key !== undefined && sequences.length <= 3) {
    return { query, key, value, masks };
  }
  throw new Error(
    `${where}: expected the inputs [query], [query, value] or [query, value, key], each [B, L, D], ` +
      `then masks of the keys, each [B, Lk]; got ${inputs.map(({ shape }) => listed(shape)).join(', ')}`,
  );
}

/**
 * Checks what is known of shapes while a model is built; `apply` of the mechanism checks all of it.
 * @throws when inputs can't fit the layer's width or each other
 */
export function requireFittingShapes(
  where: string,
  modelWidth: number,
  { query, key, value }: Inputs<{ readonly shape: Shape }>,
): void {
  const [batch = null] = query.shape;
  const [, keys = null] = key.shape;
  requireShape(where, 'query', query.shape, [batch, null, modelWidth]);
  requireShape(where, 'key', key.shape, [batch, null, modelWidth]);
  requireShape(where, 'value', value.shape, [batch, keys, modelWidth]);
}

function requireShape(where: string, name: string, shape: Shape, expected: Shape): void {
  const fits =
    shape.length === expected.length &&
    expected.every((length, axis) => length === null || shape[axis] === null || shape[axis] === length);
  if (!fits) throw new Error(`${where}: expected ${name} of shape ${listed(expected)}, got ${listed(shape)}`);
}

function listed(shape: Shape): string {
  return `[${shape.map(String).join(', ')}]`;
}
