import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { POSIX_ALONE } from './skipped.js';

const runner = JSON.stringify(new URL('../scripts/run.js', import.meta.url).href);

/** Tells the signals that it gets, and ends after the second, or when its time is over. */
const PROGRAM = `
let count = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => { console.log(signal); if (++count === 2) process.exit(0); });
console.log('works');
setTimeout(() => {}, Number(process.argv[1]));
`;

const wrapper = (program: string, takes: number) => `
import { run } from ${runner};
process.exitCode = await run(process.execPath, ['--eval', ${JSON.stringify(program)}, '${takes}'], {});
`;

/** A wrapper whose program works by now; it has ended when nobody holds its output any more. @param takes milliseconds that the program works */
async function wrapped(takes: number, program = PROGRAM) {
  const { npm_lifecycle_event: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', wrapper(program, takes)], { env });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const closed = once(child, 'close');
  async function says(words: string) {
    while (!text.includes(words)) await once(child.stdout, 'data');
  }
  await says('works');
  return {
    says,
    ask: (signal: NodeJS.Signals) => child.kill(signal),
    end: async () => ({ code: (await closed)[0], output: text }),
  };
}

describe.skipIf(process.platform === 'win32')(`a program that the wrapper runs${POSIX_ALONE}`, () => {
  it('gives the wrapper its exit code', async () => {
    const { end } = await wrapped(0, "console.log('works'); process.exitCode = 7;");
    expect(await end()).toEqual({ code: 7, output: 'works\n' });
  });

  it('gets SIGTERM once when the wrapper gets a signal and its echo', async () => {
    const { ask, end } = await wrapped(1500);
    ask('SIGINT');
    ask('SIGTERM');
    expect(await end()).toEqual({ code: 130, output: 'works\nSIGTERM\n' });
  });

  it('gets SIGINT as well when the wrapper is asked again later', async () => {
    const { says, ask, end } = await wrapped(60_000);
    ask('SIGHUP');
    await says('SIGTERM');
    await pause(1500);
    ask('SIGHUP');
    expect(await end()).toEqual({ code: 129, output: 'works\nSIGTERM\nSIGINT\n' });
  });

  it('takes along what it started and did not wait for', async () => {
    const stubborn = "process.on('SIGTERM', () => {}); console.log('works'); setInterval(() => {}, 1000)";
    const starter = `
require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });
setInterval(() => {}, 1000);
`;
    const { ask, end } = await wrapped(0, starter);
    ask('SIGTERM');
    expect(await end()).toEqual({ code: 143, output: 'works\n' });
  });
});
