import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../testing/skipped.js';
import { listSources, verifySource } from '../../src/sets/catalogue.js';

const mirror = process.env.BETTER_ATTENTION_DATA;

describe.runIf(mirror)(`the files of the mirror${WITHOUT_DATA}`, () => {
  it.each(listSources())('of $name are those of its manifest', async ({ name }) => {
    const { files: listed } = JSON.parse(await readFile(join(mirror as string, 'MANIFEST.json'), 'utf8'));
    const { source, files } = await verifySource(name);
    expect(source).toBe('mirror');
    for (const { path, bytes, sha256 } of files) {
      const expected = listed.find(({ file }: { file: string }) =>
        file.endsWith(`/${name}/${basename(path)}`),
      );
      expect({ bytes, sha256 }).toEqual({ bytes: expected.bytes, sha256: expected.sha256 });
    }
    expect(files).toHaveLength(
      listed.filter(({ file }: { file: string }) => file.includes(`/${name}/`)).length,
    );
  });
});
