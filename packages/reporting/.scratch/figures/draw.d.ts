import { type TopLevelSpec } from 'vega-lite';
/**
 * Draws a Vega-Lite figure as SVG. Vega lays text out by the widths of the bundled font.
 *
 * @throws Error when Vega-Lite or Vega warn about the specification
 */
export declare function drawSvg(spec: TopLevelSpec): Promise<string>;
/** Draws an SVG as PNG at 300 dots an inch on white, with the bundled font alone. */
export declare function drawPng(svg: string): Uint8Array;
