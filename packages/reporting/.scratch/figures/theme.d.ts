import type { Config } from 'vega-lite';
/** The family of the bundled font, and what stands in for it in a browser. */
export declare const FONT = 'Inter, system-ui, sans-serif';
/** Neutral colours; a page in dark mode replaces them. */
export declare const INK = '#1f2328';
export declare const MUTED = '#59636e';
export declare const GRID = '#d8dee4';
/** A mechanism's colour; grey for one without. */
export declare function colourOf(mechanism: string): string;
/** A mechanism's line pattern, so that lines differ without colour too. */
export declare function dashOf(mechanism: string): number[];
/** A mechanism's shape, so that points differ without colour too. */
export declare function shapeOf(mechanism: string): string;
/** How every figure looks. */
export declare const CONFIG: Config;
