/**
 * `pnpm faults [fault …] [--trials 40] [--seed 0]`: what befalls long trainings, at length. Prints a line of JSON for each kind
 * of fault, and ends with exit code 1 where one did harm. docs/reliability.md quotes it.
 */
import { parseArgs } from 'node:util';
import { IMAGES, TEXTS } from '../tiny-workspace.js';
import { type Bench, openBench } from './bench.js';
import {
  atFileOperations,
  clockSetBack,
  damagedCheckpoints,
  hasNamespaces,
  interruptedOnce,
  killedAtRandom,
  stoppedPolitely,
  takenOver,
  twoNodes,
  twoProcesses,
} from './faults.js';
import type { Figures } from './tally.js';

type Fault = (bench: Bench, trials: number) => Promise<Figures>;

const OF_TEXTS: Readonly<Record<string, Fault>> = {
  kill: killedAtRandom,
  'kill-at-operations': (bench, trials) => atFileOperations(bench, 'kill', trials),
  'torn-writes': (bench, trials) => atFileOperations(bench, 'torn', trials),
  'disk-full': (bench, trials) => atFileOperations(bench, 'ENOSPC', trials),
  'read-only': (bench, trials) => atFileOperations(bench, 'EROFS', trials),
  stop: stoppedPolitely,
  'damaged-checkpoints': damagedCheckpoints,
  clock: (bench, trials) => clockSetBack(bench, Math.ceil(trials / 4)),
  'two-processes': (bench, trials) => twoProcesses(bench, Math.ceil(trials / 4)),
  'take-over': (bench, trials) => takenOver(bench, Math.ceil(trials / 20)),
};
const OF_IMAGES: Readonly<Record<string, Fault>> = {
  vit: (bench, trials) => interruptedOnce(bench, Math.ceil(trials / 10)),
  ...(hasNamespaces() && { 'two-nodes': (bench, trials) => twoNodes(bench, Math.ceil(trials / 20)) }),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { trials: { type: 'string', default: '40' }, seed: { type: 'string', default: '0' } },
});
const known = [...Object.keys(OF_TEXTS), ...Object.keys(OF_IMAGES)];
const unknown = positionals.find((name) => !known.includes(name));
if (unknown !== undefined) throw new Error(`unknown fault '${unknown}'; known: ${known.join(', ')}`);
const chosen = positionals.length > 0 ? positionals : known;

for (const { faults, source } of [
  { faults: OF_TEXTS, source: TEXTS },
  { faults: OF_IMAGES, source: IMAGES },
]) {
  const names = chosen.filter((name) => name in faults);
  if (names.length === 0) continue;
  const bench = await openBench({ source, seed: Number(values.seed) });
  try {
    for (const name of names) {
      const figures = await faults[name]?.(bench, Number(values.trials));
      console.log(JSON.stringify({ name, ...figures }));
      if (figures === undefined || figures.lost + figures.different + figures.problems.length > 0) {
        process.exitCode = 1;
      }
    }
  } finally {
    await bench.dispose();
  }
}
