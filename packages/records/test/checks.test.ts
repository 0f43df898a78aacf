import { describe, expect, it } from 'vitest';
import { packBits } from '../src/index.js';
import { layerRecord } from '../src/layer-record.js';
import { runRecord } from '../src/run-record.js';
import { complete, failed, times } from './records.js';

/** `test.accuracy: expected …` for everything that is refused. */
function refusals(schema: typeof runRecord | typeof layerRecord, record: object): string[] {
  const { error } = schema.safeParse(record);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const [first, second] = complete.epochs as [object, object];
const [layer] = times.measurements as [(typeof times.measurements)[0]];

const scoring = {
  signature: 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:1',
  unknownWord: 'UNK',
  sentences: 1000,
  brevityPenalty: 0.9,
  ceiling: 59.9,
};

describe('a run', () => {
  it.each([
    ['one that is complete', complete],
    ['one that failed', failed],
    ['one that failed after an epoch', { ...failed, epochs: [first] }],
    ['a metric of the test part alone', { ...complete, test: { ...complete.test, bleu: 100 } }],
    ['BLEU and how it was scored', { ...complete, test: { ...complete.test, bleu: 59 }, scoring }],
    ['a metric of a model’s own', { ...complete, test: { ...complete.test, chrF: -3 } }],
    [
      'a metric of a model’s own that selects',
      { ...complete, bestEpoch: 2, configuration: { training: { select: 'perplexity' } } },
    ],
    ['one on a part of the examples', { ...complete, trainExamples: 9 }],
    [
      'bits of as many right as the accuracy says',
      { ...complete, correct: packBits(Uint8Array.of(1, 1, 1, 0, 1)) },
    ],
    [
      'an accuracy joined in float32',
      { ...complete, test: { loss: 0.6, accuracy: 0.8000003 }, correct: '6A==' },
    ],
    [
      'units that are off',
      {
        ...complete,
        epochs: [
          { ...first, deadUnits: 6 },
          { ...second, deadUnits: 0 },
        ],
      },
    ],
    ['an end at its start', { ...complete, finishedAt: complete.startedAt }],
    ['a mean that is rounded up', { ...complete, test: { ...complete.test, accuracy: 1 + 1e-12 } }],
    [
      'another metric that selects',
      {
        ...complete,
        bestEpoch: 2,
        configuration: { training: { select: 'loss' } },
      },
    ],
  ])('is taken: %s', (_, record) => {
    expect(refusals(runRecord, record)).toEqual([]);
  });

  it.each([
    [
      'a negative share',
      { test: { loss: 0.6, accuracy: -5 } },
      'test.accuracy: expected a number from 0 to 1, got -5',
    ],
    [
      'a percentage',
      { test: { loss: 0.6, accuracy: 97.31 } },
      'test.accuracy: expected a number from 0 to 1, got 97.31',
    ],
    [
      'a negative loss',
      { test: { loss: -2.66, accuracy: 0.8 } },
      'test.loss: expected a number from 0 on, got -2.66',
    ],
    [
      'too much BLEU',
      { test: { ...complete.test, bleu: 100.1 } },
      'test.bleu: expected a number from 0 to 100, got 100.1',
    ],
    [
      'an infinite loss',
      { test: { loss: Number.POSITIVE_INFINITY, accuracy: 0.8 } },
      'test.loss: Invalid input: expected number, received Infinity',
    ],
    [
      'how BLEU was scored where there is none',
      { scoring },
      'scoring: expected a test metric bleu that was scored so, got none',
    ],
    [
      'a ceiling of BLEU above its range',
      { test: { ...complete.test, bleu: 59 }, scoring: { ...scoring, ceiling: 101 } },
      expect.stringMatching(/^scoring\.ceiling: Too big/),
    ],
    [
      'a part of the examples that its data don’t have',
      { trainExamples: 8 },
      'trainExamples: expected the 9 examples of its training part, got 8',
    ],
    ['no epoch', { epochs: [] }, 'bestEpoch: expected one of 0 epochs, got 1'],
    ['a best epoch that there isn’t', { bestEpoch: 99 }, 'bestEpoch: expected one of 2 epochs, got 99'],
    [
      'a best epoch that isn’t the best',
      { bestEpoch: 2 },
      'bestEpoch: expected 1, the first of the best validation, got 2',
    ],
    [
      'epochs from the second on',
      { epochs: [second], trainSeconds: 0.2 },
      'epochs.0.epoch: expected epoch 1, got 2',
    ],
    [
      'an epoch twice',
      { epochs: [first, first], trainSeconds: 0.2 },
      'epochs.1.epoch: expected epoch 2, got 1',
    ],
    [
      'an epoch of other metrics',
      { epochs: [first, { ...second, train: { loss: 1 } }] },
      'epochs.1.train: expected the metrics accuracy, loss, got loss',
    ],
    [
      'a test without a metric',
      { test: { accuracy: 0.8 } },
      'test: expected the metrics of the epochs, accuracy, loss, got accuracy',
    ],
    [
      'a test with a metric more',
      { test: { ...complete.test, top5Accuracy: 1 } },
      'test: expected the metrics of the epochs, accuracy, loss, got accuracy, loss, top5Accuracy',
    ],
    [
      'other seconds than the epochs’',
      { trainSeconds: 12 },
      `trainSeconds: expected the sum of the epochs, ${0.1 + 0.2}, got 12`,
    ],
    [
      'an end before its start',
      { finishedAt: '2025-12-31T23:59:59.999Z' },
      'finishedAt: expected a time from 2026-01-01T00:00:00.000Z on, got 2025-12-31T23:59:59.999Z',
    ],
    [
      'an empty part of the data',
      { data: { ...complete.data, examples: { train: 9, validation: 0, test: 5 } } },
      'data.examples.validation: Too small: expected number to be >0',
    ],
    [
      'more attention than model',
      { parameters: { model: 9, attention: 10 } },
      "parameters.attention: expected at most the model's 9",
    ],
    [
      'bits of more right than the accuracy says',
      { correct: packBits(Uint8Array.of(1, 1, 1, 1, 1)) },
      'correct: expected the test accuracy, 0.8, got 5 of 5 right',
    ],
    [
      'bits of examples that there aren’t',
      { correct: packBits(Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 1)) },
      'correct: expected no bit after the 5 of the examples, got one',
    ],
    [
      'bits of another test part',
      { correct: packBits(new Uint8Array(9)) },
      'correct: expected 1 bytes for 5 examples, got 2',
    ],
    [
      'a mechanism that is a path',
      { mechanism: '../super' },
      'mechanism: expected a name of letters, digits, _, - and dots inside',
    ],
  ])('is refused: %s', (_, change, refusal) => {
    expect(refusals(runRecord, { ...complete, ...change })).toEqual([refusal]);
  });
});

describe('the path of a file beside a run', () => {
  const attached = (file: string) =>
    refusals(runRecord, { ...complete, attention: { file, sha256: 'a'.repeat(64) } });

  it.each(['attention/super-h4-seed0.json', 'maps.json', 'vocabularies/wörter-0a1b.txt'])(
    'may be %s',
    (file) => {
      expect(attached(file)).toEqual([]);
    },
  );

  it.each([
    '',
    '.',
    '..',
    '../maps.json',
    'a/../../maps.json',
    './maps.json',
    'a//b.json',
    'a/',
    '/etc/passwd',
    '\\\\host\\share',
    'a\\..\\..\\maps.json',
    'C:maps.json',
    'C:/maps.json',
    'maps.json:stream',
    'a/.. /maps.json',
    'a/.../maps.json',
    'maps.json.',
    'maps\0.json',
    '~/maps.json',
    '-rf',
    '$HOME/maps.json',
    '%2e%2e/maps.json',
    'file:///etc/passwd',
  ])('is never %j', (file) => {
    expect(attached(file)).toEqual([
      'attention.file: expected a path below the folder of the record, like attention/super-h4-seed0.json',
    ]);
  });

  it('is checked of vocabularies too', () => {
    const vocabularies = [{ field: 'tokens', words: 1, file: '../words.txt', sha256: 'a'.repeat(64) }];
    expect(refusals(runRecord, { ...failed, data: { ...failed.data, vocabularies } })).toHaveLength(1);
  });
});

describe('a record of layers', () => {
  it.each([
    [
      'an end before its start',
      { finishedAt: '2025-12-31T23:59:59.999Z' },
      /^finishedAt: expected a time from 2026/,
    ],
    ['a layer twice', { measurements: [layer, layer] }, /^measurements\.1: expected each layer once/],
    [
      'heads that don’t divide the width',
      { measurements: [{ ...layer, heads: 5 }] },
      /^measurements\.0\.heads: expected a divisor of the width 64, got 5$/,
    ],
    [
      'a median beyond a quartile',
      { measurements: [{ ...layer, milliseconds: { lowerQuartile: 1, median: 4, upperQuartile: 3 } }] },
      /^measurements\.0\.milliseconds: expected a median between its quartiles$/,
    ],
  ])('is refused: %s', (_, change, refusal) => {
    expect(refusals(layerRecord, times)).toEqual([]);
    expect(refusals(layerRecord, { ...times, ...change })).toEqual([expect.stringMatching(refusal)]);
  });
});
