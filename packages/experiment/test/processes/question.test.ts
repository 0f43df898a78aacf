import { execFile, spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unless } from '../../../../testing/skipped.js';
import { newWorkspace } from './tiny.js';

const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url));
const TERMINAL = fileURLToPath(new URL('terminal.py', import.meta.url));
const COMMAND = [
  process.execPath,
  '--conditions=@better-attention/source',
  `--import=${new URL('../../../../scripts/sources.js', import.meta.url)}`,
  join(REPOSITORY, 'scripts/better-attention.js'),
];
const QUESTION = 'Start? (Y/n)';
const hasTerminals = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** A table of four runs that take weeks, and its data in the folder `data`. */
async function longTable(): Promise<string> {
  const workspace = await newWorkspace((source) =>
    source.replace('presets: {', "presets: { long: { because: 'it is asked about', epochs: 1_000_000 },"),
  );
  await mkdir(join(workspace, 'data/imdb'), { recursive: true });
  await copyFile(
    join(REPOSITORY, 'samples/imdb/aclImdb-sample.tar.gz'),
    join(workspace, 'data/imdb/aclImdb_v1-part.tar.gz'),
  );
  return workspace;
}

/** Runs a program, and asks it to stop once it has printed a text. */
function run(cwd: string, [program = '', ...parameters]: readonly string[], last?: string) {
  const { YES: _, PRESET: __, SEEDS: ___, CI: ____, ...inherited } = process.env;
  const env = { ...inherited, BETTER_ATTENTION_DATA: join(cwd, 'data') };
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    const child = execFile(program, parameters, { cwd, env }, (error, output, errors) => {
      resolve({ code: error === null ? 0 : error.code, output: output + errors });
    });
    child.stdout?.on('data', (text: string) => {
      if (last !== undefined && text.includes(last)) child.kill();
    });
  });
}

const train = (...options: string[]) => [...COMMAND, 'train', 'tiny', '--preset', 'long', ...options];
const onTerminal = (typed: string, ...options: string[]) => [
  'python3',
  TERMINAL,
  QUESTION,
  typed,
  ...train(...options),
];

describe.runIf(hasTerminals)(
  `a long training${unless(hasTerminals, 'no python3 with pty; `apt-get install python3` runs it')}`,
  () => {
    it('is asked about on a terminal, after a calibration where nothing is known; no is a no', {
      timeout: 180_000,
    }, async () => {
      const workspace = await longTable();
      const { code, output } = await run(workspace, onTerminal('n\\n'));
      expect(output).toMatch(
        /4 runs, about \d+ days \d+ h, up to 0\.\d GB of memory, on this machine\. Start\? \(Y\/n\)/,
      );
      expect(output).toContain('error: 4 runs not started');
      expect(code).toBe(1);
      const folder = join(workspace, 'experiments/tiny/runs/long');
      expect(await readdir(folder)).toEqual(['calibrations']);
      const [file = ''] = await readdir(join(folder, 'calibrations'));
      const { configurations } = JSON.parse(await readFile(join(folder, 'calibrations', file), 'utf8'));
      expect(Object.keys(configurations)).toHaveLength(1);

      const interrupted = await run(workspace, onTerminal('\\x03'));
      expect(interrupted.code).toBe(130);
      expect(interrupted.output).not.toContain('calibrating');

      for (const started of [
        await run(workspace, train(), 'to train'),
        await run(workspace, ['python3', TERMINAL, 'to train', '\\x03', ...train('--yes')]),
      ]) {
        expect(started.output).not.toContain(QUESTION);
        expect(started.output).toMatch(/4 runs, about \d+ days .*, on this machine\.\r?\n/);
        expect(started.output).toContain('tiny, preset long: 4 of 4 runs to train');
      }
    });
  },
);
