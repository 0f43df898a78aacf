import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestFolder } from '../../src/origin/digest.js';
import { listSources } from '../../src/sets/catalogue.js';
import { SAMPLES } from '../support.js';

const MOST_BYTES = 12e6;

describe('the embedded samples', () => {
  it.each(listSources())(
    'of $name have their source, citation, terms and rule beside them',
    async ({ name, sample }) => {
      const readme = await readFile(join(SAMPLES, name, 'README.md'), 'utf8');
      for (const heading of ['**Source.**', '**Citation', 'erms', '**Rule.**'])
        expect(readme).toContain(heading);
      expect(readme).toContain(`node packages/datasets/scripts/make-${name}-sample.js`);
      await access(new URL(`../../scripts/make-${name}-sample.js`, import.meta.url));
      for (const file of sample) await access(join(SAMPLES, name, file));
    },
  );

  it('are small together', async () => {
    const { bytes } = await digestFolder(SAMPLES);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });
});
