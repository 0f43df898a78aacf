import { expect, it } from 'vitest';
import { draw } from '../../src/figures/draw.js';
import { mechanismScales } from '../../src/figures/figure.js';
import { figuresOf } from '../../src/figures/figures.js';
import { looksOf } from '../../src/figures/theme.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { completeRun, MECHANISMS, tableOf } from '../runs.js';

const LISTED = [...MECHANISMS, 'linformer', 'performer', 'multi-query'];
const OTHERS = Array.from({ length: 9 }, (_, at) => `my-own-${at}`);

it('mechanisms that aren’t listed have looks of their own, by their place', () => {
  const looks = [...looksOf([...LISTED, ...OTHERS]).values()];
  expect(new Set(looks.map(({ colour }) => colour)).size).toBe(looks.length);
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(looks.length);
  const dashes = looks.slice(LISTED.length).map(({ dash }) => dash.join(' '));
  expect(new Set(dashes).size).toBe(OTHERS.length);
  expect(looksOf(['my-own-0', 'standard', 'my-own-1'])).toEqual(
    looksOf(['standard', 'my-own-0', 'my-own-1']),
  );
});

it('listed mechanisms keep their look whatever stands beside them', () => {
  const alone = looksOf(LISTED);
  const beside = looksOf([...OTHERS, ...LISTED]);
  for (const name of LISTED) expect(beside.get(name)).toEqual(alone.get(name));
  expect(alone.get('standard')?.colour).toBe('#0072B2');
});

it('a figure of some of a table’s mechanisms gives them the looks that they have among all', () => {
  const all = mechanismScales(['standard', 'my-own-0', 'my-own-1']);
  const some = mechanismScales(['standard', 'my-own-0', 'my-own-1'], ['my-own-1']);
  expect(some.colour).toEqual({ domain: ['My own 1'], range: all.colour.range.slice(2) });
  expect(some.shape.range).toEqual(all.shape.range.slice(2));
});

it('their colours and shapes are drawn', async () => {
  const runs = ['standard', 'my-own-0', 'my-own-1'].map((name) => completeRun(name));
  const figures = figuresOf(buildTrainingTable(tableOf(runs)), 'runs');
  const price = figures.find(({ name }) => name === 'price');
  if (!price) throw new Error('no figure');
  const { svg } = await draw(price.spec);
  for (const { colour } of looksOf(['my-own-0', 'my-own-1']).values())
    expect(svg).toContain(`fill="${colour}"`);
});
