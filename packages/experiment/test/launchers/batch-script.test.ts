import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { POSIX_ALONE } from '../../../../testing/skipped.js';
import { batchScript } from '../../src/launchers/batch-script.js';

const folder = mkdtempSync(join(tmpdir(), 'batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')(`the script of an array${POSIX_ALONE}`, () => {
  it('runs the unit of its task, takes every word as it is, and makes the unit’s log lead to the task’s', () => {
    const logs = join(folder, `it's $HOME "here"`);
    mkdirSync(logs);
    const script = batchScript({
      units: ['imdb/sample/standard-h4-seed0', 'imdb/sample/super-h4-seed1'],
      parameters: ['--engine', `o'n"n $x`, '--threads', '1'],
      command: ['printf', '%s\n'],
      logs,
    });
    const printed = execFileSync('bash', {
      input: script,
      env: { PATH: process.env.PATH, SLURM_ARRAY_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '1' },
      encoding: 'utf8',
    });
    expect(printed.trim().split('\n')).toEqual([
      'launch',
      'task',
      'imdb/sample/super-h4-seed1',
      '--',
      '--engine',
      `o'n"n $x`,
      '--threads',
      '1',
    ]);
    expect(readlinkSync(join(logs, 'super-h4-seed1.log'))).toBe('slurm-12-1.log');
  });
});
