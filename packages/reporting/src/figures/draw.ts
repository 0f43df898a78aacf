import { createHash } from 'node:crypto';
import { readable } from '@better-attention/records';
import { Resvg } from '@resvg/resvg-js';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { chunk } from '../attention/raster.js';
import { FONT_FILES, textWidth } from './font.js';

const DOTS_PER_INCH = 300;
const SVG_UNITS_PER_INCH = 96;
const SOURCE_KEYWORD = 'Source';
const END_CHUNK_BYTES = 12;

/** A figure as Vega draws it. */
export interface Drawing {
  readonly svg: string;
  /** The compiled specification. */
  readonly vega: vega.Spec;
}

/**
 * Draws a Vega-Lite figure as SVG. Vega lays text out by the widths of the bundled font, and cuts what is too long, pairs of
 * surrogates too.
 *
 * @throws Error when Vega-Lite or Vega warn about the specification
 */
export async function draw(spec: TopLevelSpec): Promise<Drawing> {
  measureByBundledFont();
  const logger = strictLogger();
  const compiled = compile(spec, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger });
  const svg = readable(await view.toSVG());
  view.finalize();
  return { svg, vega: compiled };
}

/**
 * Draws an SVG as PNG at 300 dots an inch on white, with the bundled font alone. The PNG names the SVG that it shows,
 * see {@link isDrawingOf}.
 */
export function drawPng(svg: string): Uint8Array {
  const png = new Resvg(withPlainPixels(svg), {
    background: 'white',
    fitTo: { mode: 'zoom', value: DOTS_PER_INCH / SVG_UNITS_PER_INCH },
    font: { fontFiles: Object.values(FONT_FILES), loadSystemFonts: false, defaultFontFamily: 'Inter' },
  })
    .render()
    .asPng();
  const end = png.length - END_CHUNK_BYTES;
  return Buffer.concat([png.subarray(0, end), sourceOf(svg), png.subarray(end)]);
}

/** Pictures inside the SVG keep their pixels: resvg knows only the older of the two values that Vega writes. */
function withPlainPixels(svg: string): string {
  return svg.replaceAll('image-rendering: pixelated;', '');
}

/** Whether a PNG says that it shows an SVG. Pixels may differ between machines in their last bit, this doesn't. */
export function isDrawingOf(png: Uint8Array, svg: string): boolean {
  return Buffer.from(png.buffer, png.byteOffset, png.byteLength).includes(sourceOf(svg));
}

function sourceOf(svg: string): Buffer {
  const hash = createHash('sha256').update(svg).digest('hex');
  return chunk('tEXt', Buffer.from(`${SOURCE_KEYWORD}\0SVG, SHA-256 ${hash}`, 'latin1'));
}

/** A text as Vega asks for its width, which it cuts where it is wider than its limit. */
interface MeasuredText {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
  readonly limit?: number;
}

let measured = false;

function measureByBundledFont(): void {
  if (measured) return;
  const { textMetrics } = vega as unknown as {
    textMetrics: { width(item: MeasuredText, text: unknown): number };
  };
  textMetrics.width = ({ fontSize = 11, fontWeight = 400, limit }, text) => {
    const weight = fontWeight === 'bold' || Number(fontWeight) >= 600 ? 'semiBold' : 'regular';
    const width = textWidth(String(text ?? '').trim(), { size: fontSize, weight });
    return limit ? Math.min(width, limit) : width;
  };
  measured = true;
}

function strictLogger(): vega.LoggerInterface {
  const refuse = (...messages: readonly unknown[]): never => {
    throw new Error(`figure: ${messages.map(String).join(' ')}`);
  };
  const logger: vega.LoggerInterface = {
    level: ((level?: number) => (level === undefined ? vega.Warn : logger)) as vega.LoggerInterface['level'],
    error: refuse,
    warn: refuse,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
