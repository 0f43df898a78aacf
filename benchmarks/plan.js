/**
 * Times `better-attention plan --json` of 500 units and of a thousand records, and `--help`, by the built command, in a
 * workspace of one table. Prints one line of JSON: the median of some runs, in seconds.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fingerprintOf } from '../packages/experiment/dist/support/fingerprint.js';
import { RUNS } from '../packages/records/dist/index.js';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(REPOSITORY, 'packages/experiment/bin/better-attention.js');
const RECORDS = join(REPOSITORY, 'experiments/imdb/runs/paper');
const REPEATS = 5;
/** IMDB's paper preset has 19 runs a seed. */
const RUNS_A_SEED = 19;

async function median(cwd, parameters) {
  const times = [];
  let output = '';
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...parameters], {
      cwd,
      maxBuffer: 2 ** 30,
    });
    output = stdout;
    times.push((performance.now() - started) / 1000);
  }
  times.sort((a, b) => a - b);
  return { seconds: Number(times[Math.floor(REPEATS / 2)].toFixed(2)), output };
}

const root = await mkdtemp(join(tmpdir(), 'plan-'));
try {
  for (const part of ['packages', 'samples', 'pnpm-lock.yaml'])
    await symlink(join(REPOSITORY, part), join(root, part));
  const [from, to] = [REPOSITORY, root].map((folder) => join(folder, 'experiments/imdb'));
  await mkdir(join(to, 'runs/paper'), { recursive: true });
  for (const part of await readdir(from)) {
    if (part !== 'runs') await symlink(join(from, part), join(to, part));
  }
  const plan = (units) => [
    'plan',
    'imdb',
    '--preset',
    'paper',
    '--json',
    '--seeds',
    `${Math.ceil(units / RUNS_A_SEED)}`,
  ];
  const help = await median(root, ['--help']);
  const units = await median(root, plan(500));

  const recorded = await readdir(RECORDS);
  const models = recorded.filter((name) => name.endsWith('.json'));
  for (let seed = 0; seed < 1000; seed++) {
    const record = JSON.parse(await readFile(join(RECORDS, models[seed % models.length]), 'utf8'));
    const other = { ...record, seed };
    const changed = { ...other, fingerprint: fingerprintOf(RUNS.identity(other)) };
    await writeFile(join(to, 'runs/paper', RUNS.file(changed)), JSON.stringify(changed, null, 2));
  }
  const records = await median(root, plan(1000));
  console.log(
    JSON.stringify({
      help: help.seconds,
      units: { count: JSON.parse(units.output).totals.units, seconds: units.seconds },
      records: { count: (await readdir(join(to, 'runs/paper'))).length, seconds: records.seconds },
    }),
  );
} finally {
  await rm(root, { recursive: true });
}
