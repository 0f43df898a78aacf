import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RUNS, readRecords } from '@better-attention/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEXTS, TINY } from '../../../../testing/tiny-workspace.js';
import { sha256 } from '../../src/support/fingerprint.js';

const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url));
const COSINE = fileURLToPath(new URL('../mechanism-file/files/cosine.js', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a folder of my own '));
  await mkdir(join(folder, 'experiments', TINY), { recursive: true });
  await writeFile(
    join(folder, 'experiments', TINY, 'experiment.js'),
    TEXTS.replace('epochs: 16', 'epochs: 1'),
  );
  await copyFile(COSINE, join(folder, 'cosine.js'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command on its sources, in the folder. */
function run(...parameters: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const started = [
    '--conditions=@better-attention/source',
    `--import=${pathToFileURL(join(REPOSITORY, 'scripts/sources.js')).href}`,
    join(REPOSITORY, 'scripts/better-attention.js'),
    ...parameters,
  ];
  const env = { ...process.env, BETTER_ATTENTION_TABLES: join(folder, 'none.json') };
  return new Promise((resolve) => {
    execFile(process.execPath, started, { cwd: folder, env, maxBuffer: 2 ** 26 }, (error, output, errors) => {
      resolve({ code: error === null ? 0 : (error.code as number), output: output + errors });
    });
  });
}

const judge = (...parameters: string[]) =>
  run('judge', './cosine.js', '--tables', TINY, '--threads', '1', '--yes', ...parameters);
const recordsOf = () => readRecords(join(folder, 'runs', TINY, 'sample'), RUNS);
const written = (path: string) => readFile(join(folder, path), 'utf8');

describe('judge in a folder of one’s own, with a table of one’s own', { timeout: 240_000 }, () => {
  it('trains the mechanism and Standard with the same seeds, and reports what is shown', async () => {
    const { code, output } = await judge('--seeds', '1');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain(`${TINY}: 2 of 2 runs to do`);
    expect(output).toContain('Cosine is open beside Standard; at least 2 more seeds would decide it');
    expect(output).toMatch(/attention parameters +544 \(Standard 1,088\)/);
    expect(output).toContain('embedded samples of the data: a check that everything works, no verdict.');
    expect(output).toContain('not timed: no table of step times has a model of these under preset sample');
    const records = await recordsOf();
    expect([...records.keys()]).toEqual(['cosine-h2-seed0.json', 'standard-h2-seed0.json']);
    const [own, standard] = [...records.values()];
    const hash = sha256(await written('cosine.js'));
    expect(own?.configuration.model).toMatchObject({ mechanism: 'cosine', mechanismSource: hash });
    expect(standard?.configuration.model).not.toHaveProperty('mechanismSource');
    expect(own?.source).toMatchObject({
      commit: 'unknown',
      commitUnknown: 'better-attention 0.0.0 as it is installed, not a checkout',
      lockfile: sha256(''),
    });
  });

  it('writes a report about the mechanism, its file and its hash, and none of the paper’s claims', async () => {
    const hash = sha256(await written('cosine.js'));
    const page = await written('report/index.html');
    expect(page).toContain(`of <code>cosine.js</code>, SHA-256 <code>${hash}</code>`);
    expect(page).toContain('embedded samples');
    expect(page).not.toMatch(/Claim \d/);
    expect(JSON.parse(await written('report/judgement.json'))).toMatchObject({
      preset: 'sample',
      mechanism: { name: 'cosine', file: 'cosine.js', sha256: hash },
      datasets: [{ table: TINY, sample: true, word: 'open', seeds: 1, missing: { count: 2, isLeast: true } }],
    });
    expect(await readdir(join(folder, 'report'))).not.toContain('claims.json');
    expect(await written('report/pages/attention.html')).toContain('Cosine');
  });

  it('has the command that makes a run again, which does', async () => {
    const page = (await written(`report/pages/${TINY}.html`)).replaceAll(/<[^>]+>/g, '');
    const unit = `${TINY}/sample/cosine-h2-seed0`;
    expect(page).toContain(`train -u ${unit} --mechanism-file cosine.js --again --yes`);
    const again = ['train', '-u', unit, '--mechanism-file', 'cosine.js', '--again', '--yes', '--seeds', '1'];
    const before = (await recordsOf()).get('cosine-h2-seed0.json');
    expect(await run(...again)).toMatchObject({ code: 0 });
    const after = (await recordsOf()).get('cosine-h2-seed0.json');
    expect(after).not.toEqual(before);
  });

  it('trains what is missing alone, in processes that load the file too', async () => {
    const before = await recordsOf();
    const { code, output } = await judge('--seeds', '2', '--concurrent', '2');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain(`${TINY}: 2 of 4 runs to do`);
    expect(output).toContain('[2] ');
    const after = await recordsOf();
    expect(after.size).toBe(4);
    for (const [file, record] of before) expect(after.get(file)).toEqual(record);
  });

  it('is shown by plan and table where they are told the file, and left out with its reason where not', async () => {
    const own = ['--mechanism-file', 'cosine.js', '--seeds', '2'];
    expect(await run('plan', TINY, ...own)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/cosine +2 heads +seed 1 +done/),
    });
    expect(await run('table', TINY, ...own)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/\| Cosine +\|/),
    });
    const { output } = await run('report', '--seeds', '2');
    expect(output).toMatch(
      /cosine-h2-seed0.json is left out: its mechanism 'cosine' is unknown.*add --mechanism-file/,
    );
  });

  it('trains the mechanism again once its file is edited, and Standard not', async () => {
    const before = await recordsOf();
    await writeFile(
      join(folder, 'cosine.js'),
      (await written('cosine.js')).replace('SCALE = 10', 'SCALE = 5'),
    );
    const { code, output } = await judge('--seeds', '1');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain(`${TINY}: 1 of 2 runs to do`);
    const after = await recordsOf();
    expect(after.get('standard-h2-seed0.json')).toEqual(before.get('standard-h2-seed0.json'));
    expect(after.get('cosine-h2-seed0.json')?.fingerprint).not.toBe(
      before.get('cosine-h2-seed0.json')?.fingerprint,
    );
  });

  it('trains nothing of a mechanism that has a fault, and names each', async () => {
    const file = fileURLToPath(new URL('../mechanism-check/files/ignores-mask.js', import.meta.url));
    const { code, output } = await run('judge', file, '--tables', TINY, '--yes');
    expect(code).toBe(1);
    expect(output).toMatch(
      /error: ignores-mask.js: \d things? wrong, so that nothing is trained\n {2}masks: /,
    );
    expect([...(await recordsOf()).keys()].filter((name) => name.startsWith('ignores'))).toEqual([]);
  });

  it('says which tables there are', async () => {
    expect(await run('judge', './cosine.js')).toMatchObject({
      code: 1,
      output: `error: on which data sets? Add --tables with names of ${TINY}, e.g. --tables imdb,mnist\n`,
    });
    expect(await run('judge', './cosine.js', '--tables', 'imbd')).toMatchObject({
      code: 1,
      output: expect.stringContaining(`unknown table 'imbd'; known: ${TINY}`),
    });
    expect(await judge('--against', 'supper')).toMatchObject({
      code: 1,
      output: expect.stringContaining("unknown mechanism 'supper'; did you mean super?"),
    });
  });
});
