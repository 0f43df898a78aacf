import type { AnyMechanism, NamedMechanism } from '@better-attention/attention';
import { dispose, engine, env, getBackend, scalar, setBackend } from '@tensorflow/tfjs-core';
import { checkCache } from './cache.js';
import { checkCausality } from './causality.js';
import { checkForm } from './form.js';
import { checkGradients } from './gradients.js';
import { withoutHostRandom } from './host-random.js';
import { checkMasks } from './masks.js';
import { checkLeaks, checkRepetition } from './repetition.js';
import type { Tried } from './subject.js';

/** What is wrong with a mechanism, in one line with the input that shows it and the way out. */
export interface Finding {
  /** Which of {@link MECHANISM_CHECKS} found it. */
  readonly check: string;
  readonly problem: string;
}

/** How a mechanism is checked. */
export interface CheckOptions {
  /** Options of the mechanism's own that every layer is made with, e.g. `{ temperature: 0.5 }` (default: none). */
  readonly options?: Readonly<Record<string, unknown>>;
}

type Check = (tried: Tried) => Iterable<string> | AsyncIterable<string>;

/** Loads ONNX Runtime, which nothing else here needs. */
async function* checkRecording(tried: Tried): AsyncIterable<string> {
  yield* (await import('./recording.js')).checkRecorded(tried);
}

/** The first is what the others need: where it finds something, they aren't tried. */
const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ['form', checkForm],
  ['masks', checkMasks],
  ['causality', checkCausality],
  ['cache', checkCache],
  ['gradients', checkGradients],
  ['repetition', checkRepetition],
  ['memory', checkLeaks],
  ['recording', checkRecording],
];

/** What a mechanism is checked for, in order. */
export const MECHANISM_CHECKS: readonly string[] = CHECKS.map(([name]) => name);

/**
 * Tries a mechanism with small layers, on the backend `cpu` of TensorFlow.js and on ONNX Runtime:
 *
 * - `form`: layers of several sizes are made, hold as many numbers as they say, and give outputs and weights of the right
 *   shapes, the weights' rows summing to 1, with no random numbers but those of the stream of `init`
 * - `masks`: hidden keys and values make no difference and get no weight
 * - `causality`: later positions make none to earlier outputs
 * - `cache`: position by position gives what `apply` gives
 * - `gradients`: they are those of finite differences, for inputs and every parameter
 * - `repetition`: the same inputs give the same bits, whatever was computed in between
 * - `memory`: no tensors stay behind
 * - `recording`: all of it, with its gradients, can be recorded as ONNX and gives the same there, in as many matrix products as
 *   `matmulsPerHead` says
 *
 * @returns what was found; nothing where all is well
 */
export async function checkMechanism(
  mechanism: AnyMechanism,
  { options = {} }: CheckOptions = {},
): Promise<readonly Finding[]> {
  await Promise.all([import('@better-attention/training'), import('@tensorflow/tfjs-backend-cpu')]);
  const backend = getBackend();
  await useReference();
  const tried = { mechanism: mechanism as NamedMechanism, options };
  const findings: Finding[] = [];
  try {
    for (const [check, run] of CHECKS) {
      if (findings.length > 0 && findings[0]?.check === 'form') break;
      for (const problem of await problemsOf(run, tried)) findings.push({ check, problem });
    }
  } finally {
    if (backend) await setBackend(backend);
  }
  return findings;
}

/** Makes the backend `cpu` compute, without the advice to install another one that its first tensor prints. */
async function useReference(): Promise<void> {
  const isProduction = env().getBool('PROD');
  env().set('PROD', true);
  await setBackend('cpu');
  dispose(scalar(0));
  env().set('PROD', isProduction);
}

/** What a check finds: the problems that it names, and the error that ends it. */
async function problemsOf(check: Check, tried: Tried): Promise<readonly string[]> {
  const problems: string[] = [];
  const draws = await withoutHostRandom(async () => {
    engine().startScope();
    try {
      for await (const problem of check(tried)) problems.push(problem);
    } catch (error) {
      problems.push(`throws ${oneLine(error)}`);
    } finally {
      engine().endScope();
    }
  });
  if (draws > 0) {
    problems.push(
      'draws random numbers by Math.random, tf.randomNormal or the like; draw those of the start from the stream that init ' +
        'gets, and make others parameters or constants',
    );
  }
  return problems;
}

/** An error's message on one line. */
function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
}
