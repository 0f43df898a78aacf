import { Resvg } from '@resvg/resvg-js';
import * as vega from 'vega';
import { compile } from 'vega-lite';
import { FONT_FILES, fontMetrics } from './font.js';

const DOTS_PER_INCH = 300;
const SVG_UNITS_PER_INCH = 96;
/**
 * Draws a Vega-Lite figure as SVG. Vega lays text out by the widths of the bundled font.
 *
 * @throws Error when Vega-Lite or Vega warn about the specification
 */
export async function drawSvg(spec) {
  measureByBundledFont();
  const logger = strictLogger();
  const view = new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
/** Draws an SVG as PNG at 300 dots an inch on white, with the bundled font alone. */
export function drawPng(svg) {
  return new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: DOTS_PER_INCH / SVG_UNITS_PER_INCH },
    font: { fontFiles: Object.values(FONT_FILES), loadSystemFonts: false, defaultFontFamily: 'Inter' },
  })
    .render()
    .asPng();
}
let measured = false;
function measureByBundledFont() {
  if (measured) return;
  const regular = fontMetrics(FONT_FILES.regular);
  const semiBold = fontMetrics(FONT_FILES.semiBold);
  const { textMetrics } = vega;
  textMetrics.width = ({ fontSize = 11, fontWeight = 400 }, text) => {
    const font = fontWeight === 'bold' || Number(fontWeight) >= 600 ? semiBold : regular;
    return font.width(String(text ?? '').trim()) * fontSize;
  };
  measured = true;
}
function strictLogger() {
  const refuse = (...messages) => {
    throw new Error(`figure: ${messages.map(String).join(' ')}`);
  };
  const logger = {
    level: (level) => (level === undefined ? vega.Warn : logger),
    error: refuse,
    warn: refuse,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
