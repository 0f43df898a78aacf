import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../bin/better-attention.js', import.meta.url));
const reports = fileURLToPath(new URL('../../../../reports/', import.meta.url));
/** Every figure of a report is drawn anew. */
const PATIENCE = 300_000;

const committed = ['cpu', 'paper'].filter((preset) => existsSync(`${reports}${preset}`));

it('there are reports to check', () => {
  expect(committed).toContain('paper');
});

it.each(committed)(
  'reports/%s, its records and the README are what the records give',
  async (preset) => {
    const { SEEDS: _, ...env } = process.env;
    const parameters = [command, 'report', '--preset', preset, '--check'];
    const result = await new Promise((resolve) => {
      execFile(process.execPath, parameters, { env, cwd: reports }, (error, output, errors) => {
        resolve({ code: error === null ? 0 : error.code, output, errors });
      });
    });
    expect(result).toEqual({ code: 0, output: `reports/${preset} is what the records give\n`, errors: '' });
  },
  PATIENCE,
);
