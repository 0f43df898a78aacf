import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import { mnist } from '../../../src/sets/mnist/definition.js';
import { idxOf, SAMPLES, temporaryFolder } from '../../support.js';

const PIXELS = 28 * 28;

describe('the definition', () => {
  it('is nothing but data, defaults filled in', () => {
    expect(JSON.parse(JSON.stringify(mnist()))).toEqual({
      name: 'mnist',
      options: { size: 28, augmentation: { flip: false, rotation: 0, zoom: 0 } },
      outline: { classes: 10, trainingExamples: 60_000, shape: { height: 28, width: 28, channels: 1 } },
    });
  });

  it('refuses options that make no sense', () => {
    expect(() => mnist({ size: 0 })).toThrow('mnist: expected an integer size from 1, got 0');
    expect(() => mnist({ augmentation: { flip: true, rotation: -0.1, zoom: 0 } })).toThrow(
      'mnist: expected rotation from 0 up to 1, got -0.1',
    );
    expect(() => mnist({ augmentation: { flip: true, rotation: 0, zoom: Number.NaN } })).toThrow(
      'mnist: expected zoom from 0 up to 1, got NaN',
    );
  });
});

describe('the embedded sample', () => {
  it('has every digit equally often, and batches of normalised images', async () => {
    const dataset = await mnist().load({ use: 'sample', samples: SAMPLES });
    const { train, validation } = dataset.split(randomStream(0));
    expect([train.size, validation.size, dataset.test.size]).toEqual([1_800, 200, 500]);
    for (const [part, count] of [
      [train, 180],
      [validation, 20],
      [dataset.test, 50],
    ] as const) {
      const counts = dataset.classes.map(
        (digit) => part.labels.filter((label) => label === Number(digit)).length,
      );
      expect(counts).toEqual(Array(10).fill(count));
    }
    expect(dataset.vocabularies).toEqual({});
    expect(dataset.fields.image).toEqual({ shape: [28, 28, 1], dtype: 'float32' });
    const batches = [train, validation].map((part) => part.batch([...Array(part.size).keys()]));
    const all = (await Promise.all(batches)).flatMap(({ image }) => [...(image as Float32Array)]);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const variance = all.reduce((sum, value) => sum + value * value, 0) / all.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
    expect(dataset.provenance.source).toBe('embedded sample');
    expect(dataset.provenance.files.map(({ name }) => name)).toEqual([
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ]);
    expect(dataset.provenance.remarks).toEqual([
      'The train part has 2,000 examples, not the published 60,000.',
      'The test part has 500 examples, not the published 10,000.',
    ]);
  });
});

describe('the images of a mirror', () => {
  async function mirrorOf(train: number[], test: number[], testValues?: number[]): Promise<string> {
    const mirror = await temporaryFolder();
    const folder = join(mirror, 'mnist');
    await mkdir(folder);
    for (const [name, digits, values] of [
      ['train', train, undefined],
      ['t10k', test, testValues],
    ] as const) {
      const pixels = digits.flatMap((_, index) => Array<number>(PIXELS).fill(values?.[index] ?? index));
      await writeFile(join(folder, `${name}-images.idx3-ubyte`), idxOf([digits.length, 28, 28], pixels));
      await writeFile(join(folder, `${name}-labels.idx1-ubyte`), idxOf([digits.length], digits));
    }
    return mirror;
  }

  it('are normalised with the statistics of the training part, resized, and counted where they repeat', async () => {
    const mirror = await mirrorOf([1, 2, 1, 2], [2, 1], [3, 9]);
    const { test, statistics, provenance } = await mnist({ size: 2 }).load({ mirror });
    const deviation = Math.sqrt(1.25);
    expect(statistics).toEqual({ mean: [1.5], deviation: [deviation] });
    const { image, label } = await test.batch([1, 0]);
    expect([...(label as Int32Array)]).toEqual([1, 2]);
    expect([...(image as Float32Array)]).toEqual(
      [9, 9, 9, 9, 3, 3, 3, 3].map((value) => Math.fround((value - 1.5) / deviation)),
    );
    expect(provenance.remarks.at(-1)).toBe('Test examples that are training examples too: 1.');
  });

  it('are changed at random for training alone, the same for a step, whatever else is in the batch', async () => {
    const mirror = await mirrorOf([1, 2, 1, 2], [2, 1]);
    const augmentation = { flip: true, rotation: 0.02, zoom: 0.2 };
    const { test } = await mnist({ augmentation }).load({ use: 'sample', samples: SAMPLES });
    const step = randomStream(0, 'augmentation', 7);
    const both = (await test.batch([4, 5], step)).image as Float32Array;
    expect((await test.batch([5], step)).image).toEqual(both.slice(PIXELS));
    expect((await test.batch([5], randomStream(0, 'augmentation', 8))).image).not.toEqual(both.slice(PIXELS));
    expect((await test.batch([5])).image).not.toEqual(both.slice(PIXELS));
    const plain = await mnist().load({ mirror });
    expect(await plain.test.batch([0], step)).toEqual(await plain.test.batch([0]));
  });

  it('can be limited', async () => {
    const mirror = await mirrorOf([1, 2, 1, 2], [2, 1]);
    const { test, provenance } = await mnist().load({ mirror, limits: { train: 2, test: 1 } });
    expect(test.size).toBe(1);
    expect(provenance.remarks).toContain('Of the train part, 2 of 4 examples are used.');
  });
});

describe.runIf(process.env.BETTER_ATTENTION_DATA)(`the full data set${WITHOUT_DATA}`, () => {
  it('has every image', async () => {
    const dataset = await mnist().load({ offline: true });
    const { train, validation } = dataset.split(randomStream(0));
    expect([train.size, validation.size, dataset.test.size]).toEqual([54_000, 6_000, 10_000]);
    const labels = createHash('md5')
      .update(idxOf([10_000], dataset.test.labels))
      .digest('hex');
    expect(labels).toBe('27ae3e4e09519cfbb04c329615203637');
    expect(dataset.statistics.mean[0]).toBeCloseTo(0.1307 * 255, 1);
    expect(dataset.statistics.deviation[0]).toBeCloseTo(0.3081 * 255, 1);
    expect(dataset.provenance.remarks.slice(4)).toEqual([]);
  });
});
