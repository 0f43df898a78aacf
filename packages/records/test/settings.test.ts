import { expect, it } from 'vitest';
import { settingDifferences } from '../src/settings.js';

it('names every setting in which two configurations differ, by its path', () => {
  const before = { model: { heads: 4, widths: [512, 256] }, training: { epochs: 10, select: 'accuracy' } };
  const after = { model: { heads: 4, widths: [512] }, training: { epochs: 5 }, limits: { train: 100 } };
  expect(settingDifferences(before, after)).toEqual([
    { path: 'model.widths', before: '[512,256]', after: '[512]' },
    { path: 'training.epochs', before: '10', after: '5' },
    { path: 'training.select', before: '"accuracy"', after: undefined },
    { path: 'limits.train', before: undefined, after: '100' },
  ]);
  expect(settingDifferences(before, structuredClone(before))).toEqual([]);
});
