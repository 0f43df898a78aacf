import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { randomStream } from '@better-attention/random';
import { expect } from 'vitest';
import { mutate } from './mutate.js';

/** A reader, and a file that it reads. */
export interface Reader {
  readonly name: string;
  /** Real content, before it is packed. */
  readonly content: Uint8Array;
  /** The name of its file. */
  readonly file: string;
  pack?(content: Uint8Array): Uint8Array;
  read(path: string): Promise<unknown>;
}

/** What became of the mutated files of a reader. */
export interface Figures {
  readonly reader: string;
  readonly inputs: number;
  readonly read: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** How much the resident memory of the process grew above what it was before the first of them. */
  readonly growthMb: number;
}

/** How long one input may take, in milliseconds, and how much memory all may add, in megabytes. */
export const MOST = { slowestMs: 10_000, growthMb: 512 };

const SHORTEST_MESSAGE = 15;

/**
 * Reads mutated files, one after another: half of them mutated before they are packed. Each must be read, or refused with
 * an error of its own words.
 */
export async function measure(
  { name, content, pack, read }: Reader,
  inputs: number,
  path: string,
): Promise<Figures> {
  const packed = pack?.(content) ?? content;
  await writeFile(path, packed);
  await read(path);
  const before = process.memoryUsage.rss();
  let [highest, peak, slowest, refused] = [highestSoFar(), before, 0, 0];
  for (let input = 0; input < inputs; input++) {
    const random = randomStream(input, 'fuzz', name);
    const within = pack && random.uniform() < 0.5;
    await writeFile(path, within ? pack(mutate(content, random)) : mutate(packed, random));
    const start = performance.now();
    const outcome = await Promise.race([
      read(path).then(
        () => undefined,
        (error: unknown) => error,
      ),
      setTimeout(MOST.slowestMs, new TypeError('no end'), { ref: false }),
    ]);
    slowest = Math.max(slowest, performance.now() - start);
    peak = Math.max(peak, process.memoryUsage.rss(), highestSoFar() > highest ? highestSoFar() : 0);
    highest = highestSoFar();
    if (outcome === undefined) continue;
    refused++;
    const described = `input ${input}: ${(outcome as Error).stack}`;
    expect(Object.getPrototypeOf(outcome), described).toBe(Error.prototype);
    expect((outcome as Error).message.length, described).toBeGreaterThan(SHORTEST_MESSAGE);
  }
  return {
    reader: name,
    inputs,
    read: inputs - refused,
    refused,
    slowestMs: Math.round(slowest),
    growthMb: Math.round((peak - before) / 1e6),
  };
}

/** The most resident memory that the process had, in bytes. */
function highestSoFar(): number {
  return 1_024 * process.resourceUsage().maxRSS;
}
