import { z } from 'zod';

declare const known: z.ZodObject<
  {
    table: z.ZodOptional<z.ZodString>;
    page: z.ZodOptional<z.ZodInt>;
    version: z.ZodOptional<
      z.ZodEnum<{
        v1: 'v1';
        v2: 'v2';
        v3: 'v3';
      }>
    >;
    knownFrom: z.ZodEnum<{
      paper: 'paper';
      abstract: 'abstract';
      'author-helped': 'author-helped';
      review: 'review';
      computed: 'computed';
    }>;
    note: z.ZodOptional<z.ZodString>;
    column: z.ZodString;
    value: z.ZodNumber;
    unit: z.ZodString;
    approximate: z.ZodDefault<z.ZodBoolean>;
    mechanism: z.ZodString;
    heads: z.ZodInt;
  },
  z.core.$strict
>;
declare const contextRow: z.ZodObject<
  {
    mechanism: z.ZodString;
    heads: z.ZodInt;
    label: z.ZodString;
    source: z.ZodString;
    note: z.ZodString;
    values: z.ZodArray<
      z.ZodObject<
        {
          standardDeviation: z.ZodOptional<z.ZodNumber>;
          runs: z.ZodOptional<z.ZodInt>;
          column: z.ZodString;
          value: z.ZodNumber;
          unit: z.ZodString;
          approximate: z.ZodDefault<z.ZodBoolean>;
        },
        z.core.$strict
      >
    >;
  },
  z.core.$strict
>;
/**
 * An experiment's `paper.json`: what is known of the paper's table, and what others published for context.
 * Both lists may be empty; a value that isn't known is left out.
 */
export declare const paper: z.ZodObject<
  {
    values: z.ZodDefault<
      z.ZodArray<
        z.ZodObject<
          {
            table: z.ZodOptional<z.ZodString>;
            page: z.ZodOptional<z.ZodInt>;
            version: z.ZodOptional<
              z.ZodEnum<{
                v1: 'v1';
                v2: 'v2';
                v3: 'v3';
              }>
            >;
            knownFrom: z.ZodEnum<{
              paper: 'paper';
              abstract: 'abstract';
              'author-helped': 'author-helped';
              review: 'review';
              computed: 'computed';
            }>;
            note: z.ZodOptional<z.ZodString>;
            column: z.ZodString;
            value: z.ZodNumber;
            unit: z.ZodString;
            approximate: z.ZodDefault<z.ZodBoolean>;
            mechanism: z.ZodString;
            heads: z.ZodInt;
          },
          z.core.$strict
        >
      >
    >;
    context: z.ZodDefault<
      z.ZodArray<
        z.ZodObject<
          {
            mechanism: z.ZodString;
            heads: z.ZodInt;
            label: z.ZodString;
            source: z.ZodString;
            note: z.ZodString;
            values: z.ZodArray<
              z.ZodObject<
                {
                  standardDeviation: z.ZodOptional<z.ZodNumber>;
                  runs: z.ZodOptional<z.ZodInt>;
                  column: z.ZodString;
                  value: z.ZodNumber;
                  unit: z.ZodString;
                  approximate: z.ZodDefault<z.ZodBoolean>;
                },
                z.core.$strict
              >
            >;
          },
          z.core.$strict
        >
      >
    >;
  },
  z.core.$strict
>;
/** What is known of the paper's table. */
export type Paper = z.infer<typeof paper>;
/** One number of the paper. */
export type PaperValue = z.infer<typeof known>;
/** One row that others published. */
export type ContextRow = z.infer<typeof contextRow>;
