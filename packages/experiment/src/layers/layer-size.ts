/** The size of an attention layer. */
export interface LayerSize {
  /** Lq = Lk. */
  readonly contextLength: number;
  /** D */
  readonly modelWidth: number;
  /** H */
  readonly heads: number;
}

/** Which sizes a table of layers consists of. */
export interface SizeGrid {
  readonly base: LayerSize;
  /** Values of one axis; the others stay the base's. */
  readonly axes: Readonly<Record<keyof LayerSize, readonly number[]>>;
}

/** The base's size with one axis varied at a time, each size once, axis by axis. */
export function layerSizes({ base, axes }: SizeGrid): LayerSize[] {
  const sizes = Object.entries(axes).flatMap(([axis, values]) =>
    values.map((value) => ({ ...base, [axis]: value })),
  );
  const unique = new Map(
    sizes.map((size) => [`${size.contextLength} ${size.modelWidth} ${size.heads}`, size] as const),
  );
  return [...unique.values()];
}
