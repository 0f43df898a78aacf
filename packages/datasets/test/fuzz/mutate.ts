import type { RandomStream } from '@better-attention/random';

/** A copy of bytes with one to four changes: cut, flipped, removed, repeated, overwritten or inserted bytes. */
export function mutate(bytes: Uint8Array, random: RandomStream): Buffer {
  let changed = Buffer.from(bytes);
  const changes = 1 + random.integer(4);
  for (let change = 0; change < changes && changed.length > 0; change++) {
    const start = random.integer(changed.length);
    const end = Math.min(changed.length, start + 1 + random.integer(1 + random.integer(64)));
    const piece = changed.subarray(start, end);
    const noise = Buffer.from(Array.from(piece, () => random.integer(256)));
    const [before, after] = [changed.subarray(0, start), changed.subarray(end)];
    const kinds = [
      () => before,
      () =>
        Buffer.concat([
          before,
          Buffer.from([(piece[0] as number) ^ (1 << random.integer(8))]),
          changed.subarray(start + 1),
        ]),
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, piece, piece, after]),
      () => Buffer.concat([before, Buffer.alloc(piece.length, random.integer(2) * 255), after]),
      () => Buffer.concat([before, noise, after]),
      () => Buffer.concat([before, noise, changed.subarray(start)]),
    ];
    changed = (kinds[random.integer(kinds.length)] as () => Buffer<ArrayBuffer>)();
  }
  return changed;
}
