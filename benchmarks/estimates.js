/**
 * Holds the estimates of a plan against the units themselves: for each unit a calibration, then `better-attention train
 * --unit`, in a copy of the workspace without records. Prints a line of JSON a unit. Needs the built packages, and the data of
 * units that aren't of the sample (`BETTER_ATTENTION_DATA`).
 *
 *     node benchmarks/estimates.js [imdb/sample/super-h4-seed0 …]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calibrateUnit } from '../packages/experiment/dist/plan/calibrate-unit.js';
import { calibratedEstimate } from '../packages/experiment/dist/plan/calibrations.js';
import { secondsAlone } from '../packages/experiment/dist/plan/estimate.js';
import { executorOf } from '../packages/experiment/dist/plan/executor.js';
import { loadTable } from '../packages/experiment/dist/tables/load-table.js';
import { chosenUnits } from '../packages/experiment/dist/tables/unit-id.js';
import { findWorkspace } from '../packages/experiment/dist/workspace/find-workspace.js';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(REPOSITORY, 'packages/experiment/bin/better-attention.js');
const UNITS = [
  'imdb/sample/super-h4-seed0',
  'mnist/sample/standard-h4-seed0',
  'cifar100/sample/standard-h4-seed0',
  'en-es-translation/sample/standard-h4-seed0',
  'inference-speed/sample/repetition0',
  'imdb/cpu/standard-h4-seed0',
  'mnist/cpu/standard-h4-seed0',
];

/** A workspace with the tables of this one and no records. */
async function emptyWorkspace(root) {
  for (const part of ['packages', 'samples', 'pnpm-lock.yaml'])
    await symlink(join(REPOSITORY, part), join(root, part));
  for (const name of await readdir(join(REPOSITORY, 'experiments'))) {
    const [from, to] = [REPOSITORY, root].map((folder) => join(folder, 'experiments', name));
    await mkdir(to, { recursive: true });
    for (const part of await readdir(from)) {
      if (part !== 'runs') await symlink(join(from, part), join(to, part));
    }
  }
  return findWorkspace(root);
}

async function measure(root, id) {
  const started = performance.now();
  const child = spawn(process.execPath, [COMMAND, 'train', '--unit', id], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${id}: train ended with exit code ${code}`);
  return (performance.now() - started) / 1000;
}

const root = await mkdtemp(join(tmpdir(), 'estimates-'));
try {
  const workspace = await emptyWorkspace(root);
  const executor = executorOf({});
  const options = { workspace, measure: {}, signal: new AbortController().signal };
  const given = process.argv.slice(2);
  for (const id of given.length > 0 ? given : UNITS) {
    const [name, preset] = id.split('/');
    const table = await loadTable(workspace, name, { preset });
    const [unit] = chosenUnits(table, [id]);
    const calibrating = performance.now();
    const calibration = await calibrateUnit(table, unit, options);
    const calibrationSeconds = (performance.now() - calibrating) / 1000;
    const estimate = calibratedEstimate(calibration, executor);
    const actual = await measure(root, id);
    const record = JSON.parse(await readFile(join(table.folder, unit.file), 'utf8'));
    const comparison = (estimated, measured) => ({
      estimated: Number(estimated.toFixed(1)),
      actual: Number(measured.toFixed(1)),
      ratio: Number((estimated / measured).toFixed(2)),
    });
    const megabytes = (bytes) => bytes / 1e6;
    console.log(
      JSON.stringify({
        unit: id,
        calibrationSeconds: Number(calibrationSeconds.toFixed(1)),
        seconds: comparison(secondsAlone(estimate), actual),
        secondsOfTheRecord: comparison(
          estimate.measuring,
          (Date.parse(record.finishedAt) - Date.parse(record.startedAt)) / 1000,
        ),
        ...(record.peakMemoryBytes && {
          megabytes: comparison(megabytes(estimate.memoryBytes), megabytes(record.peakMemoryBytes)),
        }),
      }),
    );
  }
} finally {
  await rm(root, { recursive: true });
}
