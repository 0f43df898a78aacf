import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { interrupt } from './interrupt.js';

/** Where a person is asked. */
export interface Dialogue {
  readonly input: Readable;
  readonly output: Writable;
  /** Takes the question back: the promise rejects with its reason. */
  readonly signal: AbortSignal;
}

/** Asks what can be answered by y or n; an empty line is a yes, the end of the input a no. */
export async function ask(question: string, { input, output, signal }: Dialogue): Promise<boolean> {
  const lines = createInterface({ input, output });
  lines.on('SIGINT', () => interrupt('SIGINT'));
  const ended = new Promise<string>((resolve) => {
    lines.once('close', () => resolve('n'));
  });
  try {
    const answer = await Promise.race([lines.question(`${question} (Y/n) `, { signal }), ended]);
    return /^\s*(y(es)?)?\s*$/i.test(answer);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
