import { readFileSync } from 'node:fs';
import { LOSS, type ReportTable } from '@better-attention/reporting';
import { describe, expect, it } from 'vitest';
import { withResults } from '../src/readme.js';

const table: ReportTable = {
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
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

  it('replaces what stands between the marks, again and again, and nothing else', () => {
    const once = withResults(readme, [table]);
    expect(once).toContain('The paper’s claims:');
    expect(withResults(once, [table])).toBe(once);
    const outside = (text: string) => text.replace(/<!-- results[\s\S]*<!-- end of results -->/, '');
    expect(outside(once)).toBe(outside(readme));
    expect(outside(once).length).toBeGreaterThan(1000);
  });

  it('refuses a text without the marks', () => {
    expect(() => withResults('# Title', [table])).toThrow("README.md: expected the marks '<!-- results");
  });
});
