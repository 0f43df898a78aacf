/**
 * `pnpm faults`: what befalls long trainings, at length. Prints a line of JSON for each kind of fault; with `--write`, the
 * table in docs/reliability.md. Names of faults as parameters choose among them.
 */
import { parseArgs } from 'node:util';
import { openBench } from './bench.js';
import {
  atFileOperations,
  clockSetBack,
  damagedCheckpoints,
  hasNamespaces,
  killedAtRandom,
  stoppedPolitely,
  takenOver,
  twoNodes,
  twoProcesses,
} from './faults.js';
import type { Figures } from './tally.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { trials: { type: 'string', default: '40' }, seed: { type: 'string', default: '0' } },
});
const trials = Number(values.trials);
const bench = await openBench(Number(values.seed));

const FAULTS: Readonly<Record<string, () => Promise<Figures>>> = {
  kill: () => killedAtRandom(bench, trials),
  'kill-at-operations': () => atFileOperations(bench, 'kill', trials),
  'torn-writes': () => atFileOperations(bench, 'torn', trials),
  'disk-full': () => atFileOperations(bench, 'ENOSPC', trials),
  'read-only': () => atFileOperations(bench, 'EROFS', trials),
  stop: () => stoppedPolitely(bench, trials),
  'damaged-checkpoints': () => damagedCheckpoints(bench, trials),
  clock: () => clockSetBack(bench, Math.ceil(trials / 4)),
  'two-processes': () => twoProcesses(bench, Math.ceil(trials / 2)),
  'take-over': () => takenOver(bench, Math.ceil(trials / 10)),
  ...(hasNamespaces() && { 'two-nodes': () => twoNodes(bench, Math.ceil(trials / 10)) }),
};

try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(FAULTS)) {
    const figures = await FAULTS[name]?.();
    if (figures === undefined)
      throw new Error(`unknown fault '${name}'; known: ${Object.keys(FAULTS).join(', ')}`);
    console.log(JSON.stringify(figures));
    if (figures.lost + figures.different + figures.problems.length > 0) process.exitCode = 1;
  }
} finally {
  await bench.dispose();
}
