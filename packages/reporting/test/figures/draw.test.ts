import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { draw, drawPng, isDrawingOf } from '../../src/figures/draw.js';
import { figuresOf } from '../../src/figures/figures.js';
import { FONT_FILES, fontWidths } from '../../src/figures/font.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { gridOfRuns, tableOf } from '../runs.js';

const table = buildTrainingTable(tableOf(gridOfRuns()));
const [figure] = figuresOf(table, 'runs');
if (!figure) throw new Error('no figure');
const { svg } = await draw(figure.spec);

/** Pixels of an 8-bit RGBA PNG. */
function decode(png: Uint8Array): { width: number; height: number; pixels: Uint8Array } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  expect([png[24], png[25]]).toEqual([8, 6]);
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = 4 * width;
  const pixels = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : (pixels[y * stride + x - 4] as number);
      const up = y === 0 ? 0 : (pixels[(y - 1) * stride + x] as number);
      const corner = x < 4 || y === 0 ? 0 : (pixels[(y - 1) * stride + x - 4] as number);
      const estimate = left + up - corner;
      const distances = [left, up, corner].map((value) => Math.abs(estimate - value));
      const nearest = Math.min(...distances);
      const paeth = distances[0] === nearest ? left : distances[1] === nearest ? up : corner;
      const predicted = [0, left, up, (left + up) >> 1, paeth][filter as number] as number;
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x] as number) + predicted;
    }
  }
  return { width, height, pixels };
}

it('leaves no room for what is cut from a text', async () => {
  const widthOf = async (limit: number) => {
    const mark = { type: 'text' as const, limit };
    const text = { value: 'a mechanism with a name that goes on and on' };
    const drawn = await draw({ data: { values: [{}] }, mark, encoding: { text } });
    return Number(/width="(\d+)"/.exec(drawn.svg)?.[1]);
  };
  expect((await widthOf(500)) - (await widthOf(60))).toBeGreaterThan(100);
});

describe('the PNG', () => {
  const png = drawPng(svg);
  const { width, height, pixels } = decode(png);
  const dark = (left: number, top: number, right: number, bottom: number) => {
    let count = 0;
    for (let y = Math.round(top); y < bottom; y++) {
      for (let x = Math.round(left); x < right; x++) {
        const [red, green, blue] = pixels.subarray(4 * (y * width + x));
        if ((red as number) < 100 && (green as number) < 100 && (blue as number) < 100) count++;
      }
    }
    return count;
  };

  it('has 300 dots an inch', () => {
    const units = Number(/width="(\d+)"/.exec(svg)?.[1]);
    expect(width).toBe(Math.ceil((units * 300) / 96));
  });

  it('shows the title', () => {
    expect(dark(0, 0, width / 2, 70)).toBeGreaterThan(1500);
  });

  it('keeps a blank margin all around: nothing is clipped', () => {
    const margin = 12;
    expect(dark(0, 0, width, margin)).toBe(0);
    expect(dark(0, height - margin, width, height)).toBe(0);
    expect(dark(0, 0, margin, height)).toBe(0);
    expect(dark(width - margin, 0, width, height)).toBe(0);
  });

  it('is the same for the same SVG, and says which it is', () => {
    expect(Buffer.from(drawPng(svg)).equals(Buffer.from(png))).toBe(true);
    expect(isDrawingOf(png, svg)).toBe(true);
    expect(isDrawingOf(png, svg.replace('Super', 'Other'))).toBe(false);
  });
});

describe('the bundled font', () => {
  // Advance widths that fontTools reads from the same files.
  it.each([
    ['regular', 'a', 1150],
    ['regular', 'W', 2018],
    ['regular', '±', 1355],
    ['semiBold', 'W', 2089],
  ] as const)('%s has the width of %s', (weight, character, units) => {
    expect(fontWidths(FONT_FILES[weight])(character) * 2048).toBeCloseTo(units, 6);
  });

  it('adds widths up', () => {
    const width = fontWidths(FONT_FILES.regular);
    expect(width('Super')).toBeCloseTo(
      [...'Super'].reduce((sum, one) => sum + width(one), 0),
      12,
    );
  });
});
