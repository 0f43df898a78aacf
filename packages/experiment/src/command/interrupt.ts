import { constants } from 'node:os';
import { whenAbandoned } from './ancestors.js';

/** Milliseconds after the first signal in which another is its echo: npm, turbo and a terminal each send their own. */
const ECHO = 2000;

/** Why a command ended early: somebody pressed Ctrl-C, asked the process to stop, or went away. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  /** @param signal what asked */
  constructor(readonly signal: NodeJS.Signals) {
    super(`stopped by ${signal}; what is recorded stays, the same command goes on with the rest`);
  }

  /** 128 + the signal's number, as shells have it. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** What interrupts this process, once a command has asked for it. */
let interruption: { readonly controller: AbortController; since?: number } | undefined;

/**
 * Ends what this process does, as a signal would: the first time politely where a command asked for `interruptSignal`,
 * else at once, and so when it comes again after two seconds.
 */
export function interrupt(signal: NodeJS.Signals): void {
  const reason = new Interruption(signal);
  if (interruption === undefined) process.exit(reason.exitCode);
  const now = performance.now();
  interruption.since ??= now;
  interruption.controller.abort(reason);
  if (now - interruption.since > ECHO) process.exit(reason.exitCode);
}

/**
 * A signal that the first SIGINT, SIGTERM or SIGHUP aborts, or the death of the package manager that started this
 * process; one of them again, later than its echo, ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  if (interruption === undefined) {
    interruption = { controller: new AbortController() };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
    whenAbandoned(() => interrupt('SIGHUP'));
  }
  return interruption.controller.signal;
}
