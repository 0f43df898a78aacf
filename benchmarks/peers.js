/**
 * Times the same steps in ours and in others in turn, each in a process of its own, and prints a Markdown table.
 *
 *     BENCH_PEERS=torch,jax BENCH_MODEL=vit BENCH_PHASE=infer node benchmarks/peers.js
 *
 * Environment: `BENCH_PEERS`, names separated by commas, tfjs-wasm unless given (torch, torch-compile, jax, tfjs-wasm,
 * tfjs-node, jax-js); `BENCH_ROUNDS` (3), the processes of each; and what `step.js` reads. `peers/README.md` says what
 * to install for each.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { writeProblem } from './peers/problem.js';
import { problems } from './problems.js';
import { choice, choices, count } from './settings.js';
import { median } from './timing.js';

const SAME = ['model', 'phase', 'mechanism', 'batch', 'parameters'];

/** Each with the file that measures it, the engine where that has several, and its models where it lacks some. */
const CONTESTANTS = {
  ours: { file: 'step.js', engine: 'onnx' },
  'tfjs-wasm': { file: 'step.js', engine: 'wasm' },
  'tfjs-node': { file: 'step.js', engine: 'tensorflow' },
  'jax-js': { file: 'peer-jax-js.js', models: ['text-classifier'] },
  torch: { file: 'peers/torch_step.py', engine: 'eager' },
  'torch-compile': { file: 'peers/torch_step.py', engine: 'compile' },
  jax: { file: 'peers/jax_step.py' },
};
const python = env.PYTHON ?? 'python3';

const modelName = choice('BENCH_MODEL', Object.keys(problems));
const able = Object.keys(CONTESTANTS).filter((name) => CONTESTANTS[name].models?.includes(modelName) ?? true);
const peers = able.filter((name) => name !== 'ours');
const chosen = env.BENCH_PEERS === undefined ? ['tfjs-wasm'] : choices('BENCH_PEERS', peers);
const rounds = count('BENCH_ROUNDS', 3);
const folder = await mkdtemp(join(tmpdir(), 'peers-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
if (chosen.some((name) => CONTESTANTS[name].file.endsWith('.py'))) {
  choice('BENCH_MECHANISM', ['standard']);
  const { batchSize, steps } = problems[modelName]('standard');
  await writeProblem(folder, {
    model: modelName,
    phase: choice('BENCH_PHASE', ['train', 'infer']),
    batchSize: count('BENCH_BATCH', batchSize),
    steps: count('BENCH_STEPS', steps),
    threads: count('BENCH_THREADS', 2),
  });
}

const records = new Map(['ours', ...chosen].map((name) => [name, []]));
for (let round = 1; round <= rounds; round++) {
  for (const name of records.keys()) {
    const record = await measure(CONTESTANTS[name]);
    records.get(name).push(record);
    console.error(`round ${round} of ${rounds}, ${name}: ${record.ms_per_step.toFixed(2)} ms`);
  }
}
requireSameWork();
console.log(table());

/** What a benchmark prints on its last line. Ends this process as that one ended, where it failed. */
async function measure({ file, engine }) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(file.endsWith('.py') ? python : process.execPath, [path], {
    env: { ...env, BENCH_PROBLEM: folder, ...(engine && { BENCH_ENGINE: engine }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) process.exit(code ?? 1);
  return JSON.parse(output.trim().split('\n').at(-1));
}

function requireSameWork() {
  const [expected, ...others] = [...records.values()].map(([record]) => record);
  for (const record of others) {
    const field = SAME.find((name) => record[name] !== expected[name]);
    if (field === undefined) continue;
    throw new Error(`${record.peer}: ${field}: expected ${expected[field]}, got ${record[field]}`);
  }
}

function table() {
  const [{ model, phase, mechanism, batch }] = records.get('ours');
  const reference = middle(records.get('ours'));
  const rows = [...records].map(([name, runs]) => {
    const times = runs.map((run) => run.ms_per_step);
    const spread = `${Math.min(...times).toFixed(2)}–${Math.max(...times).toFixed(2)}`;
    const ratio = (middle(runs) / reference).toFixed(2);
    const [{ version, threads }] = runs;
    return `| ${name} (${version}) | ${threads} | ${middle(runs).toFixed(2)} | ${spread} | ${ratio} |`;
  });
  return [
    `${model}, ${phase}, ${mechanism}, batch ${batch}, ${rounds} rounds; ` +
      `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`,
    '',
    '| contestant | threads | median ms a step | min–max | peer / ours |',
    '|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function middle(runs) {
  return median(runs.map((run) => run.ms_per_step));
}
