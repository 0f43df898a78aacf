import { z } from 'zod';

const source = {
  /** The column of our table: `test.accuracy`, `attentionParameters`, … */
  column: z.string(),
  value: z.number(),
  /** The unit of that column, so that a percentage is never taken for a fraction. */
  unit: z.string(),
  /** True for “about 78 %”. */
  approximate: z.boolean().default(false),
};

const known = z.strictObject({
  mechanism: z.string(),
  heads: z.int().positive(),
  ...source,
  /** Where in the paper: the number or name of the table. */
  table: z.string().optional(),
  page: z.int().positive().optional(),
  version: z.enum(['v1', 'v2', 'v3']).optional(),
  /** How the value is known: read in the paper or its abstract, told through a rebuild that the authors helped, read in a public review, or computed from the paper's equations. */
  knownFrom: z.enum(['paper', 'abstract', 'author-helped', 'review', 'computed']),
  note: z.string().optional(),
});

const contextRow = z.strictObject({
  mechanism: z.string(),
  heads: z.int().positive(),
  /** Who measured it: `NMesaC (PyTorch)`. */
  label: z.string(),
  /** Where it can be read, a URL or a citation. */
  source: z.string(),
  /** What keeps it from being set against ours. */
  note: z.string(),
  values: z.array(
    z.strictObject({
      ...source,
      standardDeviation: z.number().nonnegative().optional(),
      runs: z.int().positive().optional(),
    }),
  ),
});

/**
 * An experiment's `paper.json`: what is known of the paper's table, and what others published for context.
 * Both lists may be empty; a value that isn't known is left out.
 */
export const paper = z.strictObject({
  values: z.array(known).default([]),
  context: z.array(contextRow).default([]),
});

/** What is known of the paper's table. */
export type Paper = z.infer<typeof paper>;
/** One number of the paper. */
export type PaperValue = z.infer<typeof known>;
/** One row that others published. */
export type ContextRow = z.infer<typeof contextRow>;

/** `paper, Table 2, page 6, v2; a note`. */
export function whereKnown({ knownFrom, table, page, version, note }: PaperValue): string {
  const where = [knownFrom, table, page && `page ${page}`, version].filter(Boolean).join(', ');
  return note ? `${where}; ${clause(note)}` : where;
}

/** A note without its full stop, to stand inside a sentence. */
export function clause(note: string): string {
  return note.replace(/\.$/, '');
}
