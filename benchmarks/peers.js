/**
 * Times the same steps in ours and in other engines for JavaScript in turn, each in a process of its own, and prints a
 * Markdown table.
 *
 *     BENCH_PHASE=infer node benchmarks/peers.js
 *
 * Environment: `BENCH_PEERS`, names separated by commas (tfjs-wasm, tfjs-node, jax-js); `BENCH_ROUNDS` (3), the
 * processes of each; and what `step.js` reads. tfjs-node needs its addon (`pnpm tfjs-node:build`), jax-js the
 * installation that `peer-jax-js.js` names, and it has the text classifier alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus } from 'node:os';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
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
};

const modelName = choice('BENCH_MODEL', Object.keys(problems));
const able = Object.keys(CONTESTANTS).filter((name) => CONTESTANTS[name].models?.includes(modelName) ?? true);
const chosen = choices(
  'BENCH_PEERS',
  able.filter((name) => name !== 'ours'),
);
const rounds = count('BENCH_ROUNDS', 3);

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
  const child = spawn(process.execPath, [path], {
    env: { ...env, ...(engine && { BENCH_ENGINE: engine }) },
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
