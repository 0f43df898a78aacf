import type { ContextRow, PaperValue } from '../paper.js';
import { type Cell, type Column, type Row } from './model.js';
/** The paper's value beside ours, or an empty cell. */
export declare function paperCell(
  known: readonly PaperValue[],
  column: Column,
  {
    mechanism,
    heads,
  }: {
    mechanism: string;
    heads: number;
  },
): Cell;
/** What others published of a mechanism, as a row of its own. */
export declare function contextRow(
  columns: readonly Column[],
  row: ContextRow,
  position: number,
  place: Pick<Row, 'block' | 'heading'>,
): Row;
/** `78.12`, `≈ 78`, `4,224`. */
export declare function publishedText(
  { digits, exact }: Column,
  {
    value,
    approximate,
  }: {
    value: number;
    approximate: boolean;
  },
): string;
/** `paper, Table 2, page 6, v2; a note`. */
export declare function whereKnown({ knownFrom, table, page, version, note }: PaperValue): string;
/** A note without its full stop, to stand inside a sentence. */
export declare function clause(note: string): string;
