import type { RunRecord } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import {
  datasetLabel,
  datasetName,
  datasetSentence,
  datasetSizes,
  dataTitle,
  papersDatasetName,
} from '../../src/input/dataset-text.js';
import { completeRun, tableOf } from '../runs.js';

function table(name: string, data: Partial<RunRecord['data']>, title = `Vision: ${name}`) {
  const run = completeRun('super');
  return tableOf([{ ...run, experiment: name, data: { ...run.data, ...data } }], { name, title });
}

const IMAGENETTE = {
  name: 'imagenet',
  title: 'Imagenette',
  guessing: { classes: 10, majority: 0.112 },
  examples: { train: 1440, validation: 160, test: 500 },
};

describe('data are called what they are', () => {
  it('with classes and sizes where they aren’t the paper’s', () => {
    const imagenet = table('imagenet', IMAGENETTE, 'Vision: ImageNet');
    expect(datasetLabel(imagenet)).toBe('Imagenette (10 classes, 1,440 + 500 images)');
    expect(datasetSentence(imagenet)).toBe(
      'Imagenette, 10 classes: 1,440 training, 160 validation and 500 test images. Right by chance 10 %, by the commonest class alone 11.2 %.',
    );
    expect(datasetName(imagenet)).toBe('Imagenette');
    expect(dataTitle(imagenet)).toBe('Vision: Imagenette');
  });

  it('with sizes where they are, or a part of them', () => {
    const cifar = table(
      'cifar100',
      { examples: { train: 13_500, validation: 1500, test: 4000 } },
      'CIFAR-100',
    );
    expect(datasetLabel(cifar)).toBe('CIFAR-100 (13,500 + 4,000 images)');
    expect(datasetSentence(cifar)).toBe(
      'CIFAR-100: 13,500 training, 1,500 validation and 4,000 test images.',
    );
    expect(dataTitle(cifar)).toBe('CIFAR-100');
  });

  it('in a word or two for menus, and in their sizes alone', () => {
    const imagenet = table('imagenet', IMAGENETTE);
    expect([datasetName(imagenet), datasetSizes(imagenet)]).toEqual([
      'Imagenette',
      '10 classes, 1,440 + 500 images',
    ]);
    const translation = table('en-es-translation', {});
    expect(datasetName(translation)).toBe('Translation');
    expect(datasetLabel(translation)).toBe('English–Spanish translation (22,500 + 25,000 pairs)');
    const empty = tableOf([], { name: 'en-es-translation' });
    expect([datasetName(empty), datasetSizes(empty)]).toEqual(['Translation', '']);
    expect(['imdb', 'en-es-translation', 'own'].map(papersDatasetName)).toEqual([
      'IMDB',
      'Translation',
      'own',
    ]);
  });

  it('all of them where runs used several, and none without runs', () => {
    const one = completeRun('super');
    const other = completeRun('super', { seed: 1, data: { ...one.data, title: 'Reviews' } });
    expect(datasetLabel(tableOf([one, other]))).toBe(
      'IMDB (22,500 + 25,000 reviews) | Reviews (22,500 + 25,000 reviews)',
    );
    expect(datasetLabel(tableOf([]))).toBe('IMDB');
    expect(datasetName(tableOf([]))).toBe('IMDB');
    expect(datasetSentence(tableOf([]))).toBe('');
    expect(datasetLabel(tableOf([], { name: 'own', title: 'My table' }))).toBe('My table');
  });
});
