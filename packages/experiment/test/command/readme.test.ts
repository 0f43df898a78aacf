import { readFileSync } from 'node:fs';
import { buildReport, LOSS, type TableInput } from '@better-attention/reporting';
import { describe, expect, it } from 'vitest';
import { withResults } from '../../src/command/readme.js';

const table: TableInput = {
  kind: 'training',
  name: 'imdb',
  title: 'IMDB',
  preset: { name: 'paper' },
  metrics: [LOSS],
  headline: 'loss',
  mechanisms: ['standard'],
  heads: 4,
  records: new Map(),
  recordsFolder: 'runs',
  deviations: [],
};

describe('withResults', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');

  it('replaces what stands between the marks, again and again, and nothing else', () => {
    const results = buildReport({ folder: 'report', preset: 'paper', tables: [table] });
    const once = withResults(readme, results);
    expect(once).toContain('The paper’s claims:');
    expect(once).toContain('Not measured with this preset: IMDB.');
    expect(withResults(once, results)).toBe(once);
    const outside = (text: string) =>
      text.replace(/<!-- results of preset paper[\s\S]*<!-- end of the results of preset paper -->/, '');
    expect(outside(once)).toBe(outside(readme));
    expect(outside(once).length).toBeGreaterThan(1000);
  });

  it('refuses a text without the marks', () => {
    expect(() =>
      withResults('# Title', buildReport({ folder: 'report', preset: 'cpu', tables: [] })),
    ).toThrow("README.md: expected the marks '<!-- results of preset cpu");
  });
});
