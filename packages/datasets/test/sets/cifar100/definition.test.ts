import { join } from 'node:path';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../../../testing/all-close.js';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import { cifar100 } from '../../../src/sets/cifar100/definition.js';
import { readCifar100 } from '../../../src/sets/cifar100/reader.js';
import { SAMPLES } from '../../support.js';

describe('the definition', () => {
  it('is nothing but data, defaults filled in', () => {
    expect(JSON.parse(JSON.stringify(cifar100({ size: 72 })))).toEqual({
      name: 'cifar100',
      options: { labels: 'fine', size: 72, augmentation: { flip: false, rotation: 0, zoom: 0 } },
      outline: { classes: 100, trainingExamples: 50_000, shape: { height: 72, width: 72, channels: 3 } },
    });
    expect(() => cifar100({ labels: 'both' as 'fine' })).toThrow(
      "cifar100: expected labels 'fine' or 'coarse', got both",
    );
  });
});

describe('the embedded sample', () => {
  it('has every class equally often, and a known image', async () => {
    const dataset = await cifar100({ size: 72 }).load({ use: 'sample', samples: SAMPLES });
    const { train, validation } = dataset.split(randomStream(0));
    expect([train.size, validation.size, dataset.test.size]).toEqual([700, 100, 200]);
    expect(new Set(validation.labels).size).toBe(100);
    expect(dataset.classes.slice(0, 3)).toEqual(['apple', 'aquarium_fish', 'baby']);
    expect(dataset.fields.image).toEqual({ shape: [72, 72, 3], dtype: 'float32' });
    expect((await dataset.test.batch([0, 1])).image).toHaveLength(2 * 72 * 72 * 3);
    const mean = [130.04247802734375, 125.16340942382813, 113.74232299804687];
    expectAllClose(dataset.statistics.mean, mean, { absolute: 1e-9 });
    const { test } = await readCifar100(join(SAMPLES, 'cifar100', 'cifar-100-binary-sample.tar.gz'));
    const pixel = (5 * 32 + 17) * 3;
    expect([test.coarse[0], test.fine[0], ...test.pixels.subarray(pixel, pixel + 3)]).toEqual([
      4, 0, 147, 130, 104,
    ]);
  });

  it('has the superclasses instead on request', async () => {
    const { classes, test } = await cifar100({ labels: 'coarse' }).load({ use: 'sample', samples: SAMPLES });
    expect(classes.slice(0, 2)).toEqual(['aquatic_mammals', 'fish']);
    expect(test.labels.filter((label) => label === 0)).toHaveLength(10);
  });
});

describe.runIf(process.env.BETTER_ATTENTION_DATA)(`the data set of the mirror${WITHOUT_DATA}`, () => {
  it('is read whole', async () => {
    const dataset = await cifar100().load({ offline: true });
    const { train, validation } = dataset.split(randomStream(0));
    expect(train.size + validation.size).toBe(20_000);
    expect(dataset.test.size).toBe(4_000);
    expect(dataset.provenance.remarks.at(-1)).toBe('Test examples that are training examples too: 3.');
  });
});
