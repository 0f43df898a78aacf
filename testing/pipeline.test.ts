import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dataCommand } from '../packages/experiment/src/command/data-command.js';
import { reportCommand } from '../packages/experiment/src/command/report-command.js';
import { tableCommand } from '../packages/experiment/src/command/table-command.js';
import { trainCommand } from '../packages/experiment/src/command/train-command.js';
import { PIPELINE_OPTIONS, pipelineSettings } from '../scripts/pipeline-options.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const prepare = dataCommand().commands.find((command) => command.name() === 'prepare') ?? dataCommand();
const commands = { data: prepare, train: trainCommand(), table: tableCommand(), report: reportCommand() };
const options = Object.entries(commands).flatMap(([task, command]) =>
  command.options
    .filter(({ envVar }) => envVar !== undefined)
    .map((option) => ({
      task,
      variable: option.envVar ?? '',
      long: option.long ?? '',
      short: option.short,
      words: option.isBoolean() ? [] : ['2'],
    })),
);

describe('the pipeline', () => {
  it('has commands with options that are taken from variables', () => {
    const found = (task: string) => options.filter((each) => each.task === task).map((each) => each.variable);
    expect(found('data')).toEqual(['PRESET']);
    expect(found('train')).toEqual([
      'PRESET',
      'SEEDS',
      'ENGINE',
      'DEVICE',
      'THREADS',
      'CHECKPOINT_EVERY',
      'CONCURRENT',
      'YES',
    ]);
  });

  it.each(options)(
    'takes $long for the task $task and makes it $variable',
    ({ variable, long, short, words }) => {
      const expected = { tables: ['imdb'], variables: { [variable]: words[0] ?? 'true' } };
      expect(pipelineSettings(['imdb', long, ...words])).toEqual(expected);
      if (short !== undefined) expect(pipelineSettings(['imdb', short, ...words])).toEqual(expected);
    },
  );

  it('explains each of its options', async () => {
    const parameters = ['scripts/bootstrap.js', 'reproduce', '--help'];
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: repository });
    for (const [name, option] of Object.entries(PIPELINE_OPTIONS))
      expect(stdout).toMatch(new RegExp(` --${name} ${'value' in option ? '<\\w+> ' : ' +\\w'}`));
  });

  it('names the experiments when it lacks one', async () => {
    const parameters = ['scripts/bootstrap.js', 'table', 'imbd'];
    await expect(
      promisify(execFile)(process.execPath, parameters, { cwd: repository }),
    ).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^table: unknown experiment 'imbd'; (did you mean imdb\? K|k)nown: .*imdb.*\n$/,
      ),
    });
  });

  it('names the experiments where a table is asked for without a name', async () => {
    await expect(
      promisify(execFile)(process.execPath, ['scripts/bootstrap.js', 'table'], { cwd: repository }),
    ).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^table: which table\? One of: .*imdb.*\n$/),
    });
  });

  it('answers an option that it lacks with one line, before it installs anything', async () => {
    const parameters = ['scripts/bootstrap.js', 'table', 'imdb', '--sedes', '2'];
    await expect(
      promisify(execFile)(process.execPath, parameters, { cwd: repository }),
    ).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^table: unknown option '--sedes'; (did you mean --seeds\? K|k)nown: --preset, --seeds, .*\n$/,
      ),
    });
  });
});
