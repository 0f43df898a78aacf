/**
 * Measures the reading of data and prints one line of JSON a measurement, each made by a process of its own.
 *
 * Environment: `BETTER_ATTENTION_DATA`, the folder of the data sets (without it, or where it lacks one, the embedded
 * samples are read, and the lines say so); `BENCH_DATA`, names of measurements separated by commas (all);
 * `BENCH_REPEATS`, of how many runs the fastest counts (3); `BENCH_MEGABYTES` (200) and `BENCH_IMAGES` (2000), the
 * size of the smaller generated input; the larger one is four times as large, and its peak of memory shows whether that
 * grows.
 *
 * `seconds` count from the start of the process, its imports included; `cpu_seconds` are those of all its threads.
 */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { measurements } from './data-measurements.js';

const here = fileURLToPath(import.meta.url);
const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
const [, , action, name, input] = argv;

if (action === 'prepare') console.log(JSON.stringify(await measurements[name].prepare()));
else if (action === 'measure') console.log(JSON.stringify(await measured()));
else await runAll();

async function runAll() {
  const known = Object.keys(measurements);
  const chosen = env.BENCH_DATA?.split(',') ?? known;
  const unknown = chosen.find((each) => !known.includes(each));
  if (unknown !== undefined) {
    console.error(`BENCH_DATA: expected names of ${known.join(', ')}, got '${unknown}'`);
    process.exit(1);
  }
  for (const each of chosen) {
    const { limit } = measurements[each];
    const { data, folder, temporary } = await inChild('prepare', each);
    try {
      const runs = [];
      for (let run = 0; run < Number(env.BENCH_REPEATS ?? 3); run++) {
        runs.push(await inChild('measure', each, folder));
      }
      runs.sort((a, b) => a.seconds - b.seconds);
      console.log(JSON.stringify({ name: each, data, ...runs[0], limit, runs: runs.length, ...machine }));
    } finally {
      if (temporary) await rm(folder, { recursive: true, force: true });
    }
  }
}

async function measured() {
  const result = await measurements[name].measure(input);
  const { user, system } = process.cpuUsage();
  return {
    seconds: performance.now() / 1e3,
    ...result,
    cpu_seconds: (user + system) / 1e6,
    peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** A process whose parent stays small: where it starts as a copy, the peak of its memory counts the parent's. */
async function inChild(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [here, ...args]);
  return JSON.parse(stdout);
}
