/** Why a command ended early: somebody pressed Ctrl-C or asked the process to stop. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** A signal that the first SIGINT or SIGTERM aborts; the second ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(
        new Interruption('stopped; what is recorded stays, the same command goes on with the rest'),
      );
    });
  }
  return controller.signal;
}
