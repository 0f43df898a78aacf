import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { POSIX_ALONE } from '../../../../testing/skipped.js';

const source = (name: string) =>
  JSON.stringify(new URL(`../../src/command/${name}.ts`, import.meta.url).href);
const loader = new URL('../../../../scripts/sources.js', import.meta.url).href;

/** A program that says when it works and when it is asked to stop, and takes its time for that. */
const PROGRAM = `
import { interruptSignal } from ${source('interrupt')};
const signal = interruptSignal();
const busy = setInterval(() => {}, 1000);
signal.addEventListener('abort', () => {
  console.log('stopping: ' + signal.reason.message);
  setTimeout(() => process.exit(signal.reason.exitCode), Number(process.argv.at(-1)));
});
console.log('works');
`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** Starts the program. @param takes milliseconds between being asked to stop and its end */
async function program(takes: number) {
  const { npm_lifecycle_event: _, ...env } = process.env;
  const node = [`--import=${loader}`, '--input-type=module', '--eval', PROGRAM, String(takes)];
  const running = spawn(process.execPath, node, { env });
  child = running;
  let text = '';
  let heard = () => {};
  running.stdout.on('data', (chunk) => {
    text += chunk;
    heard();
  });
  running.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const exit = once(running, 'exit');
  async function says(words: string) {
    while (!text.includes(words))
      await new Promise<void>((resolve, reject) => {
        heard = resolve;
        exit.then(() => reject(new Error(`ended without '${words}':\n${text}`)));
      });
  }
  await says('works');
  return {
    says,
    ask: (signal: NodeJS.Signals) => running.kill(signal),
    end: async () => ({ code: (await exit)[0], output: text }),
  };
}

describe.skipIf(process.platform === 'win32')(`a command that is asked to stop${POSIX_ALONE}`, () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by itself after %s, with exit code %i', async (signal, code) => {
    const { ask, end } = await program(0);
    ask(signal);
    const output = `works\nstopping: stopped by ${signal}; what is recorded stays, the same command goes on with the rest\n`;
    expect(await end()).toEqual({ code, output });
  });

  it('takes an echo of the signal for the same', async () => {
    const { says, ask, end } = await program(1500);
    ask('SIGTERM');
    await says('stopping');
    ask('SIGINT');
    ask('SIGTERM');
    expect(await end()).toEqual({ code: 143, output: expect.stringContaining('stopped by SIGTERM') });
  });

  it('ends at once when asked again later', async () => {
    const { says, ask, end } = await program(60_000);
    ask('SIGTERM');
    await says('stopping');
    await pause(2_500);
    ask('SIGINT');
    expect((await end()).code).toBe(130);
  });
});
