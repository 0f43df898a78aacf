import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, PROGRAM, withoutChromium } from '../../../../testing/chromium.js';
import { printSummary } from '../../src/command/print-summary.js';

const reports = fileURLToPath(new URL('../../../../reports/', import.meta.url));

describe('a summary', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a report '));
    await cp(reports, folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.skipIf(!hasChromium).each(['cpu', 'paper'])(
    `of preset %s is printed on two pages${withoutChromium}`,
    async (preset) => {
      const file = await printSummary({ folder: join(folder, preset), program: PROGRAM });
      expect(file).toBe(join(folder, preset, 'summary.pdf'));
      const pdf = await readFile(file, 'latin1');
      expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2);
    },
    120_000,
  );

  it.skipIf(!hasChromium)(`is none of a report that isn’t there${withoutChromium}`, async () => {
    const none = join(folder, 'none');
    await expect(printSummary({ folder: none, program: PROGRAM })).rejects.toThrow('printed nothing of');
  });

  it('says what it lacks where there is no browser, and what a browser says that fails', async () => {
    await expect(printSummary({ folder, program: join(folder, 'none') })).rejects.toThrow(
      /^no Chromium to print the summary with \(.*none\); install it, or name it: CHROMIUM=/,
    );
    await expect(printSummary({ folder, program: 'false' })).rejects.toThrow(
      /^false could not print the summary: /,
    );
  });
});
