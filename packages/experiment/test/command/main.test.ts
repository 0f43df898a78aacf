import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mechanisms } from '@better-attention/attention';
import { listSources } from '@better-attention/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POSIX_ALONE } from '../../../../testing/skipped.js';

const command = fileURLToPath(new URL('../../bin/better-attention.js', import.meta.url));
const built = fileURLToPath(new URL('../../dist/command/main.js', import.meta.url));
let folder = '';
beforeAll(async () => {
  if (!existsSync(built)) throw new Error(`${built} is missing; run: npx pnpm build`);
  folder = await mkdtemp(join(tmpdir(), 'better attention '));
});
afterAll(() => rm(folder, { recursive: true }));

/** The names of all tables, and of all data sets, as messages list them. */
const TABLES = readdirSync(new URL('../../../../experiments', import.meta.url)).join(', ');
const DATA_SETS = listSources()
  .map(({ name }) => name)
  .join(', ');

const inside = fileURLToPath(new URL('.', import.meta.url));

function run(parameters: string[], environment: NodeJS.ProcessEnv = {}, cwd = inside) {
  const {
    PRESET: _,
    SEEDS: __,
    ENGINE: ___,
    DEVICE: ____,
    BETTER_ATTENTION_DATA: _____,
    ...inherited
  } = process.env;
  const env = { ...inherited, BETTER_ATTENTION_CACHE: folder, ...environment };
  return new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    execFile(process.execPath, [command, ...parameters], { env, cwd }, (error, output, errors) => {
      resolve({ code: error === null ? 0 : (error.code as number), output, errors });
    });
  });
}

describe('better-attention', () => {
  it.each([
    [[], 'Commands:'],
    [['plan'], 'the runs that a preset stands for'],
    [['train'], 'Ctrl-C stops, the same command goes on'],
    [['table'], 'one table and its figures'],
    [['judge'], 'judge a mechanism of your own'],
    [['report'], 'index.html'],
    [['diff'], 'then verdicts and numbers'],
    [['data'], 'list, find, fetch and verify data sets'],
    [['data', 'get'], 'fetch a data set into the cache'],
    [['export'], 'an .onnx in this folder, named after the run'],
    [['bench'], 'time single steps of a model'],
  ])('explains %j with --help', async (words, text) => {
    const { code, output } = await run([...words, '--help']);
    expect(code).toBe(0);
    expect(output.replace(/\s+/g, ' ')).toContain(text);
  });

  it.each([
    [['plan', 'imbd'], `unknown experiment 'imbd'; did you mean imdb? Known: ${TABLES}`],
    [
      ['plan', 'imdb', '--preset', 'papr'],
      "unknown preset of imdb 'papr'; did you mean paper? Known: sample, cpu, paper",
    ],
    [['train', 'imdb', '--engine', 'abacus'], "unknown engine 'abacus'; known: onnx, tensorflow, wasm"],
    [
      ['train', 'inference-speed', '--device', 'cuda'],
      'inference-speed is measured on the CPU, by the engine onnx; leave the device cuda out',
    ],
    [['data', 'where', 'mnits'], `unknown data set 'mnits'; did you mean mnist? Known: ${DATA_SETS}`],
    [
      ['export', 'imdb', '--seed', '999', '--mechanism', 'super'],
      'the parameters of super with 4 heads and seed 999 are not kept: experiments/imdb/runs/sample/parameters/super-h4-seed999.safetensors is missing; run: npx pnpm better-attention train imdb --preset sample --seeds 1000 --mechanism super --seed 999 --keep-parameters',
    ],
    [['export', 'complexity'], "experiment 'complexity' measures single layers: it has no training runs"],
    [
      ['data', 'where', 'imdb'],
      'imdb is not on this machine; fetch it with: npx pnpm better-attention data get imdb',
    ],
    [
      ['bench', '--mechanism', 'supr'],
      `unknown mechanism 'supr'; did you mean super? Known: ${[...mechanisms.keys()].join(', ')}`,
    ],
    [['train'], `which table? One of: ${TABLES}`],
    [['table'], `which table? One of: ${TABLES}`],
    [['export'], `which table? One of: ${TABLES}`],
    [['data', 'prepare'], `which table? One of: ${TABLES}`],
    [['data', 'get'], `which data set? One of: ${DATA_SETS}`],
  ])('answers %j with one line and exit code 1', async (words, message) => {
    const { code, output, errors } = await run(words);
    expect({ code, output, errors }).toEqual({ code: 1, output: '', errors: `error: ${message}\n` });
  });

  it.each([
    [['plan', '--sedes', '2'], "unknown option '--sedes'\n(Did you mean --seeds?)"],
    [['plan', '--seeds', 'two'], "argument 'two' is invalid. expected a whole number above 0"],
    [['train', 'imdb', '--device', 'gpu'], "argument 'gpu' is invalid. Allowed choices are cpu, cuda."],
    [['tran'], "unknown command 'tran'\n(Did you mean train?)"],
    [['bench', '--batch', '0'], "argument '0' is invalid. expected a whole number above 0"],
    [['bench', '--threads', '0'], "argument '0' is invalid. expected a whole number above 0"],
    [['plan', 'imdb', '--seed', '-1'], "argument '-1' is invalid. expected a whole number from 0 on"],
    [
      ['diff', 'a', 'b'],
      'error: a: expected a report (a folder with claims.json, such as reports/cpu) or a folder of run records, found nothing',
    ],
    [
      ['train', '--unit', 'imdb/sample/super-h4-seed0', '--seed', '0'],
      '--unit names whole runs; leave --mechanism',
    ],
    [['train', '--unit', 'imdb'], "'imdb' is not the id of a unit; expected <table>/<preset>/<unit>"],
    [
      ['train', '--unit', 'imdb/sample/supr-h4-seed0'],
      "unknown unit 'imdb/sample/supr-h4-seed0'; the nearest are imdb/sample/standard-h4-seed0, imdb/sample/optimised-h4-seed0, imdb/sample/efficient-h4-seed0",
    ],
    [['train', '--unit', 'imbd/sample/super-h4-seed0'], "unknown experiment 'imbd'"],
    [
      ['train', 'mnist', '--unit', 'imdb/sample/super-h4-seed0'],
      'imdb/sample/super-h4-seed0 is a unit of imdb, not of mnist',
    ],
  ])('answers %j with the way out', async (words, message) => {
    const { code, errors } = await run(words);
    expect(code).toBe(1);
    expect(errors).toContain(message);
  });

  it('refuses a device that the engine lacks before it reads data, with the reason', async () => {
    const { code, output, errors } = await run(['train', 'imdb'], { ENGINE: 'wasm', DEVICE: 'cuda' });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain("error: wasm engine: device 'cuda': WebAssembly runs on the CPU alone");
  });

  it('works in any folder, with the tables that come with it', async () => {
    const tables = fileURLToPath(new URL('../../../better-attention/package.json', import.meta.url));
    const { code, output } = await run(['plan'], { BETTER_ATTENTION_TABLES: tables }, folder);
    expect(code).toBe(0);
    expect(output).toMatch(/^imdb +0 of 12 /m);
    expect(output).toContain('start: npx better-attention train <table> --preset sample');
  });

  it('prints its version', async () => {
    const { code, output } = await run(['--version']);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) });
  });

  it('plans single runs', async () => {
    const words = ['plan', 'imdb', '--preset', 'paper', '--mechanism', 'super', '--seed', '6', '--json'];
    const { code, output } = await run(words);
    expect(code).toBe(0);
    expect(JSON.parse(output).units.map(({ id }: { id: string }) => id)).toEqual([
      'imdb/paper/super-h4-seed6',
    ]);
  });

  it('prints a table and data sets as JSON', async () => {
    const table = await run(['table', 'imdb', '--preset', 'paper', '--json']);
    expect(JSON.parse(table.output)).toMatchObject({ version: 1, name: 'imdb', preset: 'paper' });
    const sets = await run(['data', 'list', '--json']);
    expect(JSON.parse(sets.output)).toContainEqual(
      expect.objectContaining({
        name: 'imdb',
        files: [expect.objectContaining({ name: 'aclImdb_v1.tar.gz', bytes: 84_125_825 })],
      }),
    );
    const found = await run(['data', 'verify', '--json']);
    expect(JSON.parse(found.output)).toContainEqual({ name: 'imdb', source: null, files: [] });
  });

  it('takes the preset from the environment', async () => {
    const { errors } = await run(['plan', 'imdb'], { PRESET: 'none' });
    expect(errors).toContain("unknown preset of imdb 'none'");
  });

  it('says which data folder is a file, and shows the stack when asked to', async () => {
    const file = join(folder, 'data');
    await writeFile(file, '');
    const environment = { BETTER_ATTENTION_DATA: file };
    const { code, errors } = await run(['train', 'imdb', '--preset', 'paper'], environment);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^error: mirror \(BETTER_ATTENTION_DATA\): expected a folder at .*data, found a file.*\n$/,
    );
    const { errors: stack } = await run(['train', 'imdb', '--preset', 'paper', '--debug'], environment);
    expect(stack).toMatch(/\n {4}at /);
  });

  it('lists the sources with publisher, terms and citation', async () => {
    const { code, output } = await run(['data', 'list']);
    expect(code).toBe(0);
    expect(output).toMatch(/imdb: Large Movie Review[\s\S]*publisher[\s\S]*84\.1 MB[\s\S]*terms[\s\S]*cite/);
  });

  it.runIf(process.platform !== 'win32')(
    `ends quietly where its output is read no further${POSIX_ALONE}`,
    async () => {
      const script = '{ "$0" "$1" plan; echo $? >&2; } | true';
      const errors = await new Promise<string>((resolve) => {
        execFile('sh', ['-c', script, process.execPath, command], { cwd: inside }, (_, __, text) =>
          resolve(text),
        );
      });
      expect(errors).toBe('141\n');
    },
  );

  it('plans every table without any data at hand', async () => {
    const { code, output } = await run(['plan', '--preset', 'paper', '--seeds', '1', '--units']);
    expect(code).toBe(0);
    expect(output).toMatch(/imdb, preset paper: .*\n.*records: .*\n {2}standard +4 heads {2}seed 0/);
    const { output: summary } = await run(['plan', '--preset', 'paper', '--seeds', '1']);
    expect(summary).toMatch(
      /^table +recorded +time left[\s\S]*\nimdb +\d+ of \d+[\s\S]*\nstart: npm run reproduce/,
    );
  });

  it('prints a plan as JSON', async () => {
    const { code, output } = await run(['plan', 'mnist', '--preset', 'paper', '--json', '--threads', '1']);
    expect(code).toBe(0);
    const document = JSON.parse(output);
    expect(document).toMatchObject({ version: 1, preset: 'paper', executor: { engine: 'onnx', threads: 1 } });
    expect(document.units[0]).toMatchObject({ id: 'mnist/paper/standard-h4-seed0', table: 'mnist' });
  });
});
