/** How many characters a line of a stream may have: those of the terminal, and any number where there is none. */
export function columnsOf({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): number {
  return isTTY ? columns || 80 : Number.POSITIVE_INFINITY;
}

/** How wide tables on a stream may be; nothing where it is no terminal. */
export function fittingTo(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): {
  readonly width?: number;
} {
  return stream.isTTY ? { width: columnsOf(stream) } : {};
}
