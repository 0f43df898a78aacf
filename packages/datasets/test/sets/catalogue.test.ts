import { describe, expect, it } from 'vitest';
import { listSources } from '../../src/origin/source.js';

describe('the sources', () => {
  it.each(listSources())('$name can be verified, cited and found', (source) => {
    expect(source.name).toMatch(/^[a-z0-9-]+$/);
    expect(source.page).toMatch(/^https:/);
    for (const text of [source.title, source.citation, source.terms]) expect(text.length).toBeGreaterThan(20);
    for (const file of source.files) {
      if (file.sha256 !== undefined) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(file.bytes).toBeGreaterThan(1_000);
      expect(new URL(file.url).pathname).toContain(file.name);
      expect(file.alternatives.test(file.name)).toBe(true);
    }
  });

  it('have names of their own', () => {
    const names = listSources().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
