import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { checkCommand } from '../../src/command/check-command.js';

const fileOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What the command prints, and how it ends. */
async function check(file: string): Promise<{ lines: string[]; error?: string }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await checkCommand().parseAsync([file], { from: 'user' });
    return { lines };
  } catch (error) {
    return { lines, error: (error as Error).message };
  } finally {
    log.mockRestore();
  }
}

describe('better-attention check', () => {
  it('says that all is well, and with what', async () => {
    expect(await check(fileOf('mechanism-file/files/cosine.js'))).toEqual({
      lines: [
        'cosine: all is well with form, masks, causality, cache, gradients, repetition, memory, recording',
      ],
    });
  });

  it('prints a line for each thing that is wrong, and fails', async () => {
    const { lines, error } = await check(fileOf('mechanism-check/files/other-products.js'));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^recording: matmulsPerHead \(B 2, .*; say as many/);
    expect(error).toBe('other-products: 2 things are wrong with it; mend the file and check it again');
  });

  it('runs from sources, whose packages know others than the command does', async () => {
    const sources = [
      '--conditions=@better-attention/source',
      `--import=${fileOf('../../../scripts/sources.js')}`,
    ];
    const command = [...sources, fileOf('../../../scripts/better-attention.js'), 'check'];
    const file = fileOf('mechanism-file/files/cosine.js');
    const { stdout } = await promisify(execFile)(process.execPath, [...command, file]);
    expect(stdout).toMatch(/^cosine: all is well with form, /);
  }, 120_000);

  it('names a file that it can’t have', async () => {
    expect((await check('no-such.js')).error).toMatch(
      /no-such\.js: no such file; give the path of a mechanism's file$/,
    );
  });
});
