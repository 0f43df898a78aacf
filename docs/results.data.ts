import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { committedReports } from './.vitepress/reports.js';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** A committed report: its preset and the verdicts on the paper's claims. */
export interface ReportEntry {
  readonly preset: string;
  readonly claims: readonly {
    readonly id: string;
    readonly number: number;
    readonly version: string;
    readonly statement: string;
    readonly verdict: string;
    readonly sentence: string;
    readonly outcome: string;
  }[];
  /** What the start of W^A was found to do. */
  readonly starts: readonly { readonly dataset: string; readonly sentences: readonly string[] }[];
}

declare const data: ReportEntry[];

export { data };

export default {
  watch: ['../reports/*/claims.json'],
  load: (): ReportEntry[] =>
    committedReports(repository).presets.map((preset) => {
      const { claims, starts } = JSON.parse(
        readFileSync(join(repository, 'reports', preset, 'claims.json'), 'utf8'),
      );
      return { preset, claims, starts };
    }),
};
