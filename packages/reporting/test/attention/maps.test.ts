import { inflateSync } from 'node:zlib';
import { attentionMaps, storedLayer } from '@better-attention/records';
import { expect, it } from 'vitest';
import { comparedExamples, headOf, reachOf, scaleText, shownMap, wordsOf } from '../../src/attention/maps.js';
import { pictureOf, withoutColour } from '../../src/attention/picture.js';
import { colourBar, pngUrl, ratioMap } from '../../src/attention/raster.js';
import { image, mapsOf, words } from '../maps.js';
import { completeRun, tableOf } from '../runs.js';
import { imageTable, textTable, translationTable } from '../training-tables.js';

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
  expect(shownMap(input, panel, headOf(panel, 0))).toMatchObject({ width: 2 });
});

it('shows multiples of the uniform weight over the keys that a query attends to', () => {
  const [example] = comparedExamples(tableWith([0.75, 0.25, 1, 0, 0.25, 0.75, 1, 0]));
  const panel = example?.panels[0];
  if (!example || !panel) throw new Error('no panel');
  const rounded = (weights: Float32Array) =>
    [...shownMap(input, panel, weights).ratios].map((ratio) => Number(ratio.toFixed(3)));
  expect(rounded(panel.mean)).toEqual([1, 1, 1, 0]);
  expect(rounded(headOf(panel, 0))).toEqual([1.5, 0.5, 1, 0]);
});

it('has one scale for all mechanisms of an example, never narrower than 1 %', () => {
  const [flat] = comparedExamples(tableWith([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]));
  if (!flat) throw new Error('no example');
  expect([reachOf(flat), scaleText(flat)]).toEqual([1.01, '1/1.01× to 1.01×']);
  const [sharp] = comparedExamples(tableWith([0.9, 0.1, 0.5, 0.5, 0.9, 0.1, 0.5, 0.5]));
  if (!sharp) throw new Error('no example');
  expect(reachOf(sharp)).toBeCloseTo(1.8, 3);
  expect(scaleText({ ...sharp, panels: [...flat.panels, ...sharp.panels] })).toBe('1/1.80× to 1.80×');
});

it('has the scale of the paper’s mechanisms, which baselines don’t widen', () => {
  const [example] = comparedExamples(textTable());
  if (!example) throw new Error('no example');
  const { panels } = example;
  expect(panels.map(({ isBaseline }) => isBaseline)).toEqual([false, false, false, false, true]);
  const compared = panels.filter(({ isBaseline }) => !isBaseline);
  const baselines = panels
    .filter(({ isBaseline }) => isBaseline)
    .map((panel) => ({ ...panel, mean: panel.mean.map((weight) => 9 * weight) }));
  const reach = reachOf({ ...example, panels: compared });
  expect(reachOf({ ...example, panels: [...compared, ...baselines] })).toBe(reach);
  expect(reachOf({ ...example, panels: baselines })).toBeGreaterThan(reach);
});

it('names examples by their class, sentences by their source, and knows a class again', () => {
  const labels = [
    'test image 1: n01440764',
    'test image 9: n03888257',
    'test image 3: n01440764',
    'test image 4: n00000001',
  ];
  const maps = mapsOf(
    'super',
    labels.map((label, at) => ({
      label,
      input: { kind: 'text' as const, tokens: [...words(3), `${at}`] },
      layer: 'block',
      queries: 4,
      keys: 4,
    })),
  );
  const examples = comparedExamples(
    tableOf([completeRun('super')], { attention: new Map([['super-h4-seed0.json', maps]]) }),
  );
  expect(examples.map(({ title, place, isRepeated }) => [title, place, isRepeated])).toEqual([
    ['tench', 'test image 1', false],
    ['parachute', 'test image 9', false],
    ['tench', 'test image 3', true],
    ['n00000001', 'test image 4', false],
  ]);
  expect(comparedExamples(translationTable())[0]).toMatchObject({
    title: words(6).join(' '),
    place: 'a question',
  });
});

it('compares the same example of the same seed, in the order of the mechanisms, baselines last', () => {
  const [first, second] = comparedExamples(textTable());
  expect([first?.title, second?.title]).toEqual(['positive', 'negative']);
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
  const weights = Float32Array.from([
    0.4, 0.2, 0.2, 0.2, 0.4, 0.2, 0.2, 0.2, 0.1, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1, 0.7,
  ]);
  const panel = {
    mechanism: 'super',
    isBaseline: false,
    file: '',
    name: '',
    heads: 1,
    queries: 4,
    keys: 4,
    weights,
    mean: weights,
  };
  const { ratios, width } = shownMap(image(4, 3), panel, weights);
  expect([...ratios].map((ratio) => Number(ratio.toFixed(4)))).toEqual([1, 1.2, 0.6, 1.2]);
  expect(width).toBe(2);
});

it('names the words of queries and keys', () => {
  const [example] = comparedExamples(translationTable());
  const panel = example?.panels[0];
  if (!example || !panel) throw new Error('no panel');
  expect(wordsOf(example.input, panel)).toEqual({ rows: words(8), columns: words(6) });
  expect(wordsOf(example.input, { ...panel, name: 'decoder', keys: 8 })).toEqual({
    rows: words(8),
    columns: words(8),
  });
  expect(wordsOf(example.input, { ...panel, name: 'encoder', queries: 6 })).toEqual({
    rows: words(6),
    columns: words(6),
  });
  const both = ['good', 'film'];
  expect(wordsOf(input, { ...panel, queries: 2, keys: 2 })).toEqual({ rows: both, columns: both });
  expect(wordsOf(input, { ...panel, queries: 2, keys: 1 })).toEqual({ rows: both, columns: [] });
  const [picture] = comparedExamples(imageTable());
  expect(picture && wordsOf(picture.input, panel)).toEqual({ rows: [], columns: [] });
});

it('leaves out the padding at the end of translations', () => {
  const [whole] = comparedExamples(translationTable());
  const padded = {
    kind: 'translation' as const,
    source: [...words(4), '', ''],
    target: [...words(5), '', '', ''],
  };
  const attention = new Map([
    [
      'super-h4-seed0.json',
      mapsOf('super', [
        { label: 'a question', input: padded, layer: 'decoder to encoder', queries: 8, keys: 6 },
      ]),
    ],
  ]);
  const [example] = comparedExamples(translationTable({ attention }));
  const panel = example?.panels[0];
  const full = whole?.panels.find(({ mechanism }) => mechanism === 'super');
  if (!example || !panel || !full) throw new Error('no panel');
  expect(panel).toMatchObject({ queries: 5, keys: 4 });
  expect(wordsOf(example.input, panel)).toEqual({ rows: words(5), columns: words(4) });
  expect([...headOf(panel, 3).subarray(4, 8)]).toEqual([...headOf(full, 3).subarray(6, 10)]);
});

it('leaves out an example with one key alone', () => {
  const one = { kind: 'translation' as const, source: ['help', ''], target: words(3) };
  const maps = mapsOf('super', [
    { label: 'a word', input: one, layer: 'decoder to encoder', queries: 3, keys: 2 },
  ]);
  expect(comparedExamples(translationTable({ attention: new Map([['super-h4-seed0.json', maps]]) }))).toEqual(
    [],
  );
});

it('makes a PNG that any reader decodes to the same pixels', () => {
  const raster = ratioMap([0, 1, 4, 0.5], 2, 2);
  const png = Buffer.from(pngUrl(raster).replace('data:image/png;base64,', ''), 'base64');
  const start = png.indexOf('IDAT') + 4;
  const lines = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const [blue, white, orange] = [
    [0, 57, 89],
    [245, 245, 245],
    [128, 46, 0],
  ] as const;
  expect([...lines]).toEqual([...[0, 140, 140, 140, ...white], ...[0, ...orange, ...blue]]);
  expect([...colourBar(3).pixels]).toEqual([...blue, ...white, ...orange]);
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
  expect([...withoutColour(coloured).pixels.subarray(0, 3)]).toEqual([95, 95, 95]);
  expect(
    mapsOf('x', [{ label: 'a', input: image(2, 1), layer: 'l', queries: 4, keys: 4 }]).examples,
  ).toHaveLength(1);
});
