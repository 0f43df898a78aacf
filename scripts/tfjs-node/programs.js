import { spawnSync } from 'node:child_process';

const { CXX, PYTHON } = process.env;

/** The Python that node-gyp, pip and the unpacking use. */
export const python = PYTHON || 'python3';

/** The compiler that make uses. */
export const compiler = CXX || 'g++';

/** An error that tells the whole story. */
export class Refusal extends Error {}

/** Whether a program can be run. */
export function isThere(program, parameters) {
  return spawnSync(program, parameters, { stdio: 'ignore' }).status === 0;
}

/**
 * Runs a program, its output shown.
 *
 * @param what what it does, for the error when it fails
 */
export function run(what, program, parameters, options = {}) {
  const { status, signal, error } = spawnSync(program, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (status === 0) return;
  throw new Refusal(
    `${what} failed (${error?.message ?? signal ?? `exit code ${status}`}); its messages are above`,
  );
}
