import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { mechanism as mechanismOf, mechanisms } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { parametersAt, type Size } from '../../attention/test/counts.js';
import { leaves } from '../../tfjs-onnx/src/tensors/tree.js';
import { type Model, type ParameterTree, textClassifier, translator, vit } from '../src/index.js';

type AnyModel = Pick<
  Model<never, ParameterTree, Tensor>,
  'parameterCount' | 'attentionParameterCount' | 'init'
>;

const text = { vocabularySize: 20_000, length: 32, modelWidth: 32, heads: 4, hiddenWidth: 32, headWidth: 6 };
const images = {
  blocks: 8,
  modelWidth: 64,
  heads: 4,
  hiddenWidth: 128,
  headWidths: [2048, 1024],
  dropout: 0.1,
  attentionDropout: 0.1,
  headDropout: 0.5,
};
const languages = {
  source: { vocabularySize: 15_000, length: 20 },
  target: { vocabularySize: 15_000, length: 20 },
  modelWidth: 256,
  heads: 8,
  hiddenWidth: 2048,
  dropout: 0.5,
};

/**
 * Everything but attention, by hand, and how many layers of which size attention has: the counts of one are those of the
 * attention package.
 *
 * - text: (V + L) · D, two normalisations, two maps of width 32, head, logits
 * - vit: P · D + D, L · D, eight times (two normalisations, two maps), a normalisation, L · D → 2048 → 1024 → C
 * - translator: two embeddings, two blocks of two maps, five normalisations, logits. With Keras' 256 numbers a head in
 *   place of 32, the three layers have 2,103,552 each, and the model 19,960,216, as the Keras example prints.
 */
const table: [
  where: string,
  build: (mechanism: string) => AnyModel,
  rest: number,
  layers: number,
  size: Size,
][] = [
  [
    'text classifier, IMDB',
    (mechanism) => textClassifier({ ...text, classes: 2, dropout: 0.1, mechanism }),
    20_032 * 32 + 2 * 64 + 2 * 33 * 32 + 33 * 6 + 7,
    1,
    'IMDB (D 32, L 32)',
  ],
  [
    'text classifier, Amazon Reviews',
    (mechanism) => textClassifier({ ...text, classes: 5, dropout: 0.1, mechanism }),
    20_032 * 32 + 2 * 64 + 2 * 33 * 32 + 33 * 6 + 7 * 5,
    1,
    'IMDB (D 32, L 32)',
  ],
  [
    'vit, MNIST (28 pixels, patches of 4)',
    (mechanism) => vit({ ...images, imageSize: 28, patchSize: 4, channels: 1, classes: 10, mechanism }),
    17 * 64 + 49 * 64 + 8 * (2 * 128 + 65 * 128 + 129 * 64) + 128 + 3_137 * 2048 + 2_049 * 1024 + 1_025 * 10,
    8,
    'ViT on MNIST (D 64, L 49)',
  ],
  [
    'vit, CIFAR-100 (72 pixels, patches of 6)',
    (mechanism) => vit({ ...images, imageSize: 72, patchSize: 6, channels: 3, classes: 100, mechanism }),
    109 * 64 +
      144 * 64 +
      8 * (2 * 128 + 65 * 128 + 129 * 64) +
      128 +
      9_217 * 2048 +
      2_049 * 1024 +
      1_025 * 100,
    8,
    'ViT on CIFAR-100 (D 64, L 144)',
  ],
  [
    'translator, English to Spanish',
    (mechanism) => translator({ ...languages, mechanism }),
    19_960_216 - 3 * 2_103_552,
    3,
    'translation (D 256, L 20)',
  ],
];

/** Whether a model takes a mechanism: a translator needs one that can be causal. */
const takes = (where: string, mechanism: string) =>
  !where.startsWith('translator') || mechanismOf(mechanism).supportsCausal;

describe.each(table)('parameter counts, %s', (where, build, rest, layers, size) => {
  it.each([...mechanisms.keys()].filter((mechanism) => takes(where, mechanism)))(
    'are the rest’s and those of %s attention',
    (mechanism) => {
      const { attentionParameterCount, parameterCount } = build(mechanism);
      const count = layers * parametersAt(size, mechanism);
      expect(attentionParameterCount).toBe(count);
      expect(parameterCount).toBe(rest + count);
    },
  );
});

const small: [string, (mechanism: string) => AnyModel][] = [
  [
    'text classifier',
    (mechanism) =>
      textClassifier({
        vocabularySize: 9,
        length: 3,
        modelWidth: 4,
        heads: 2,
        hiddenWidth: 5,
        headWidth: 6,
        classes: 3,
        dropout: 0,
        mechanism,
      }),
  ],
  [
    'vit',
    (mechanism) =>
      vit({
        ...images,
        imageSize: 6,
        patchSize: 2,
        channels: 3,
        blocks: 3,
        modelWidth: 4,
        heads: 2,
        hiddenWidth: 5,
        headWidths: [7, 6],
        classes: 4,
        mechanism,
      }),
  ],
  [
    'translator',
    (mechanism) =>
      translator({
        source: { vocabularySize: 9, length: 5 },
        target: { vocabularySize: 8, length: 4 },
        modelWidth: 4,
        heads: 2,
        hiddenWidth: 6,
        dropout: 0,
        mechanism,
      }),
  ],
];

describe.each(small)('the parameters of a small %s', (where, build) => {
  it.each([...mechanisms.keys()].filter((mechanism) => takes(where, mechanism)))(
    'are as many as it says, with %s attention',
    (mechanism) => {
      const model = build(mechanism);
      const sizes = leaves<Tensor>(model.init(randomStream(0))).map(({ size }) => size);
      expect(sizes.reduce((sum, size) => sum + size)).toBe(model.parameterCount);
    },
  );
});

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rowsOf = (start: string) =>
    readme.split('\n').flatMap((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      return cells[1] === start ? [cells.slice(2, -1)] : [];
    });

  it('has a column for each model', () => {
    expect(rowsOf('mechanism')).toEqual([table.map(([where]) => where)]);
  });

  it.each([...mechanisms.keys()])('has the counts with %s attention', (mechanism) => {
    const counts = table.map(([where, build]) => {
      if (!takes(where, mechanism)) return '–';
      const { parameterCount, attentionParameterCount } = build(mechanism);
      return `${parameterCount.toLocaleString('en')} (${attentionParameterCount.toLocaleString('en')})`;
    });
    expect(rowsOf(`\`${mechanism}\``)).toEqual([counts]);
  });
});
