import type { Column, Row } from '../table/model.js';
/** Neighbouring columns of one group, with the position of the first. */
export declare function groupsOf(columns: readonly Column[]): {
  group: string;
  start: number;
  span: number;
}[];
/** Neighbouring rows of one heading. */
export declare function blocksOf(rows: readonly Row[]): {
  heading: string;
  rows: Row[];
}[];
