import { inflateSync } from 'node:zlib';
import { attentionMaps, storedLayer } from '@better-attention/records';
import { expect, it } from 'vitest';
import { comparedExamples, headOf, largestOf, shownMap, wordsOf } from '../../src/attention/maps.js';
import { pictureOf } from '../../src/attention/picture.js';
import { heatColour, heatMap, pngUrl } from '../../src/attention/raster.js';
import { image, mapsOf, words } from '../maps.js';
import { imageTable, textTable, translationTable } from '../reports.js';
import { completeRun, tableOf } from '../runs.js';

const input = { kind: 'text' as const, tokens: ['good', 'film'] };
const layer = (values: number[], heads = 2) =>
  storedLayer('attention', [heads, 2, 2], Float32Array.from(values));

function tableWith(values: number[]) {
  const maps = attentionMaps.parse({
    version: 1,
    examples: [{ label: 'positive', input, layers: [layer([9, 9, 9, 9], 1), layer(values)] }],
  });
  return tableOf([completeRun('super')], { attention: new Map([['super-h4-seed0.json', maps]]) });
}

it('shows the last layer, mean over heads and by head', () => {
  const [example] = comparedExamples(tableWith([1, 0, 0.25, 0.75, 0, 1, 0.75, 0.25]));
  const panel = example?.panels[0];
  if (!example || !panel) throw new Error('no panel');
  const rounded = (values: Float32Array) => [...values].map((value) => Number(value.toFixed(4)));
  expect(rounded(panel.mean)).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(rounded(headOf(panel, 1))).toEqual([0, 1, 0.75, 0.25]);
  expect(largestOf(example)).toBeCloseTo(0.5, 4);
  expect(shownMap(input, panel, headOf(panel, 0))).toMatchObject({ width: 2 });
});

it('compares the same example of the same seed, in the order of the mechanisms, baselines last', () => {
  const [first, second] = comparedExamples(textTable());
  expect([first?.label, second?.label]).toEqual(['positive', 'negative']);
  expect(first?.panels.map(({ mechanism }) => mechanism)).toEqual([
    'standard',
    'optimised',
    'efficient',
    'super',
    'linformer',
  ]);
  const other = new Map(
    [...(textTable().attention ?? [])].map(([file, maps]) => [file.replace('seed0', 'seed1'), maps]),
  );
  const mixed = textTable({
    attention: new Map([...other, ...[...(textTable().attention ?? [])].slice(0, 1)]),
  });
  expect(comparedExamples(mixed)[0]?.panels.map(({ file }) => file)).toEqual(['standard-h4-seed0.json']);
  expect(comparedExamples(tableOf([]))).toEqual([]);
});

it('over an image, shows what each patch receives, mean over queries', () => {
  const weights = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  const panel = {
    mechanism: 'super',
    file: '',
    layer: '',
    heads: 1,
    queries: 4,
    keys: 4,
    weights,
    mean: weights,
  };
  expect(shownMap(image(4, 3), panel, weights)).toEqual({
    values: Float32Array.from([0.5, 0.25, 0, 0.25]),
    width: 2,
  });
});

it('names the words of queries and keys', () => {
  const [example] = comparedExamples(translationTable());
  const panel = example?.panels[0];
  if (!example || !panel) throw new Error('no panel');
  expect(wordsOf(example.input, panel)).toEqual({ rows: words(8), columns: words(6) });
  expect(wordsOf(example.input, { ...panel, layer: 'encoder', queries: 6 })).toEqual({
    rows: words(6),
    columns: words(6),
  });
  expect(wordsOf(input, { ...panel, queries: 2, keys: 1 })).toEqual({ rows: ['good', 'film'], columns: [] });
  const [picture] = comparedExamples(imageTable());
  expect(picture && wordsOf(picture.input, panel)).toEqual({ rows: [], columns: [] });
});

it('makes a PNG that any reader decodes to the same pixels', () => {
  const raster = heatMap([0, 0.5, 1, 2], 2, 1);
  const png = Buffer.from(pngUrl(raster).replace('data:image/png;base64,', ''), 'base64');
  const start = png.indexOf('IDAT') + 4;
  const lines = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  expect([...lines]).toEqual([
    ...[0, ...heatColour(0), ...heatColour(0.5)],
    ...[0, ...heatColour(1), ...heatColour(1)],
  ]);
  expect(heatColour(0)).toEqual([68, 1, 84]);
  expect(heatColour(1)).toEqual([253, 231, 37]);
  const large = { width: 200, height: 200, pixels: new Uint8Array(200 * 200 * 3).fill(7) };
  const bytes = Buffer.from(pngUrl(large).split(',')[1] as string, 'base64');
  const at = bytes.indexOf('IDAT') + 4;
  expect(inflateSync(bytes.subarray(at, at + bytes.readUInt32BE(at - 8)))).toHaveLength(200 * 601);
});

it('shows images of one channel in grey', () => {
  const grey = pictureOf(image(2, 1) as Parameters<typeof pictureOf>[0]);
  expect([...grey.pixels.subarray(3, 6)]).toEqual([37, 37, 37]);
  const coloured = pictureOf(image(2, 3) as Parameters<typeof pictureOf>[0]);
  expect([...coloured.pixels.subarray(0, 3)]).toEqual([0, 117, 234]);
  expect(
    mapsOf('x', [{ label: 'a', input: image(2, 1), layer: 'l', queries: 4, keys: 4 }]).examples,
  ).toHaveLength(1);
});
