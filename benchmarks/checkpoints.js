/**
 * What checkpoints cost: trains the ViT of the Keras example (21 million parameters, 72 pixels, batches of 32) on CIFAR-100's
 * sample, then asks it to stop. Prints a line of JSON: `heldUp`, the share of the time that checkpoints held the training up;
 * `slower`, how much longer steps took while one was written, over all steps; `stopSeconds`, from the request until the last
 * checkpoint was on the disk. Needs the built packages.
 *
 *     node benchmarks/checkpoints.js [seconds to train, default 120] [seconds between checkpoints, default 30]
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveExperiment } from '../packages/experiment/dist/definition/define-experiment.js';
import { openCheckpoints } from '../packages/experiment/dist/runs/checkpoints.js';
import { originOf } from '../packages/experiment/dist/runs/origin.js';
import { planRuns } from '../packages/experiment/dist/runs/plan-runs.js';
import { executeRun } from '../packages/experiment/dist/runs/run.js';
import { findWorkspace } from '../packages/experiment/dist/workspace/find-workspace.js';
import { describeMachine } from '../packages/experiment/dist/workspace/provenance.js';
import { claimant } from '../packages/files/dist/index.js';
import { onnxEngine } from '../packages/training/dist/index.js';

const [seconds = 120, every = 30] = process.argv.slice(2).map(Number);
const workspace = findWorkspace(fileURLToPath(new URL('.', import.meta.url)));
const paper = resolveExperiment(await workspace.definition('cifar100'), { preset: 'paper' });
const experiment = { ...paper, training: { ...paper.training, batchSize: 32 } };
const dataset = await experiment.dataset.load({ use: 'sample' });
const [run] = planRuns(experiment);
const engine = await onnxEngine();
const source = { commit: 'unknown', dirty: true, packages: '0'.repeat(64), lockfile: '0'.repeat(64) };

const folder = await mkdtemp(join(tmpdir(), 'better-attention-checkpoints-'));
const claim = await claimant().claim(join(folder, 'run'));
const opened = await openCheckpoints({
  claim,
  origin: originOf({ run, dataset, source, engine }),
  every,
  concurrentRuns: () => 1,
  say: console.error,
});

const times = noTimes();
let heldUp = 0;
let checkpoints = 0;
let writing = false;
let started;
let last;

/** Milliseconds of steps: of those that nothing happened beside, and of those beside a write. */
function noTimes() {
  return { plain: [], writing: [] };
}

/** Times each step, and what a moment holds the training up. */
async function offer(moment) {
  const before = performance.now();
  started ??= before;
  if (last !== undefined) times[writing ? 'writing' : 'plain'].push(before - last);
  await opened.offer(moment);
  last = performance.now();
  if (moment.stopping) return;
  heldUp += last - before;
  if (last - before < 20) return;
  checkpoints++;
  writing = true;
  opened.settled().then(() => {
    writing = false;
  });
}

const stop = new AbortController();
let asked;
const ended = executeRun(
  run,
  { experiment, dataset, engine, machine: describeMachine(), source },
  { checkpoints: { ...opened, offer }, signal: stop.signal },
);
setTimeout(() => {
  asked = performance.now();
  stop.abort(new Error('enough'));
}, seconds * 1000);
await ended.catch((error) => {
  if (!stop.signal.aborted) throw error;
});
const stopSeconds = (performance.now() - asked) / 1000;
const total = asked - started;
const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;
const extra = times.writing.length * (mean(times.writing) - mean(times.plain));
const [file] = (await readdir(claim.folder)).filter((name) => name.endsWith('.safetensors'));
const { size } = await stat(join(claim.folder, file));
await claim.finish();
await rm(folder, { recursive: true });

console.log(
  JSON.stringify({
    megabytes: Math.round(size / 1e6),
    steps: times.plain.length + times.writing.length,
    stepMilliseconds: Math.round(mean(times.plain)),
    checkpoints,
    heldUp: Number((heldUp / total).toFixed(4)),
    slower: Number((times.writing.length ? extra / total : 0).toFixed(4)),
    stopSeconds: Number(stopSeconds.toFixed(2)),
  }),
);
process.exit();
