import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { drawExamples } from '../../src/dataset/draw.js';
import { exampleSet } from '../../src/dataset/examples.js';

/** 200 of one class and, behind them, 100 of another. */
const label = Int32Array.from({ length: 300 }, (_, at) => (at < 200 ? 0 : 1));
const examples = exampleSet({ label, position: Int32Array.from(label.keys()) });

async function drawn(count: number, seed = 0): Promise<number[]> {
  const part = drawExamples(examples, { count, random: randomStream(seed) });
  expect(part.size).toBe(count);
  const { position } = await part.batch([...part.labels.keys()]);
  return [...(position as Int32Array)];
}

describe('drawn examples', () => {
  it('have the classes in proportion, in their order and each once', async () => {
    for (const count of [3, 30, 150]) {
      const positions = await drawn(count);
      expect(positions.filter((at) => label[at] === 1).length).toBe(count / 3);
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    }
  });

  it('are among more of the same stream, and others of another', async () => {
    const [few, more] = [await drawn(30), await drawn(120)];
    expect(few.filter((at) => !more.includes(at))).toEqual([]);
    expect(await drawn(30)).toEqual(few);
    expect(await drawn(30, 1)).not.toEqual(few);
    expect(await drawn(300)).toEqual([...label.keys()]);
  });

  it('are each equally likely', async () => {
    const times = new Uint32Array(label.length);
    for (let seed = 0; seed < 1000; seed++)
      for (const at of await drawn(30, seed)) times[at] = (times[at] as number) + 1;
    expect(Math.min(...times)).toBeGreaterThan(60);
    expect(Math.max(...times)).toBeLessThan(145);
  });

  it('are none, or more than all, only with an error', () => {
    for (const count of [0, 301, 1.5]) {
      expect(() => drawExamples(examples, { count, random: randomStream(0) })).toThrow(
        `examples: expected to draw from 1 to 300, got ${count}`,
      );
    }
  });
});
