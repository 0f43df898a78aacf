import type { TopLevelSpec } from 'vega-lite';
import { type mechanismScales } from '../figures/figure.js';
/** A mechanism's value at a position of an axis. */
export interface PanelPoint {
  mechanism: string;
  position: number;
  value: number;
  /** A bar around the value. */
  interval: readonly [low: number, high: number] | undefined;
}
/** A position that a panel marks. */
export interface Marker {
  position: number;
  text: string;
}
/** One plot of a figure. */
export interface Panel {
  title: string;
  points: readonly PanelPoint[];
  markers: readonly Marker[];
}
/** Plots one above the other that share their kind of axes. */
export interface PanelsOptions {
  title: string;
  subtitle: readonly string[];
  description: string;
  usermeta: Readonly<Record<string, unknown>>;
  /** Colours and line patterns of the mechanisms. */
  scales: ReturnType<typeof mechanismScales>;
  /** Title of the horizontal axis, whose scale is logarithmic. */
  x: string;
  y: {
    title: string;
    scale: 'linear' | 'log';
  };
  panels: readonly Panel[];
}
/** Lines of mechanisms over an axis, each named at its end. */
export declare function panelsSpec(options: PanelsOptions): TopLevelSpec;
