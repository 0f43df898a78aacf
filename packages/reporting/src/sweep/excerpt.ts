import { renderExcerpt } from '../renderers/markdown.js';
import { batchesOf, latencyId } from './quantities.js';
import { buildSweep } from './render.js';
import type { ReportSweep } from './report-sweep.js';

/** What a sweep shows first, as Markdown: its tables with the columns that people look for, then its sentences. */
export function renderSweepExcerpt(sweep: ReportSweep): string {
  const { tables, sentences } = buildSweep(sweep, '');
  const measures =
    sweep.kind === 'complexity'
      ? ['parameters', 'matmulsPerHead', 'linearMultiplyAdds', 'flops']
      : batchesOf(sweep).flatMap((batch) => [latencyId(batch), `batch${batch}.examplesPerSecond`]);
  const columns = ['mechanism', 'contextLength', 'modelWidth', 'heads', ...measures];
  return [
    ...tables.map((table) => `${table.title}\n\n${renderExcerpt(table, columns)}`),
    sentences.map((sentence) => `- ${sentence}`).join('\n'),
  ].join('\n\n');
}
