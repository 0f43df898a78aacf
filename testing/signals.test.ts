import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LINUX_ALONE } from './skipped.js';
import { type SmallRepository, smallRepository } from './small-repository.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What the command prints once it trains and listens to signals. */
const TRAINING = '12 of 12 runs to train';
const STOPPED = /stopped by SIG\w+; what is recorded stays, the same command goes on with the rest/;
/** Seconds in which everything has to be gone. */
const LIMIT = 20;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Process[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, ...words] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), command: words.join(' ') };
    });
}

/** A process and everything under it. */
function tree(root: number): Process[] {
  const all = processes();
  const found = all.filter(({ pid }) => pid === root);
  for (const above of found) found.push(...all.filter(({ parent }) => parent === above.pid));
  return found;
}

/** Those that still run as what they were. */
function remaining(before: readonly Process[]): Process[] {
  const now = processes();
  return before.filter(({ pid, command }) =>
    now.some((each) => each.pid === pid && each.command === command),
  );
}

function kill(signal: NodeJS.Signals, { pid }: Process): void {
  try {
    process.kill(pid, signal);
  } catch {}
}

/** A command that trains by now, and all that runs beneath it. */
interface Started {
  readonly child: ChildProcess;
  readonly beneath: readonly Process[];
  readonly output: () => string;
}

let repository: SmallRepository;
let started: Started | undefined;
beforeAll(async () => {
  repository = await smallRepository();
});
afterEach(() => {
  for (const each of remaining(started?.beneath ?? [])) kill('SIGKILL', each);
  started = undefined;
});
afterAll(() => repository.remove());

/** Starts a command, and waits until it trains. */
async function training(program: string, ...parameters: string[]): Promise<Started> {
  const child = spawn(program, parameters, { cwd: repository.folder, detached: true });
  let text = '';
  const read = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
        if (text.includes(TRAINING)) resolve();
      });
    child.once('close', () => reject(new Error(`ended before it trained:\n${text}`)));
  });
  started = { child, beneath: [], output: () => text };
  await read;
  started = { ...started, beneath: tree(child.pid ?? 0) };
  return started;
}

/** The exit code or signal of a command that was asked to stop, what it printed, and what is left of it. */
async function end({ child, beneath, output }: Started) {
  const [code, signal] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
  const until = Date.now() + LIMIT * 1000;
  while (remaining(beneath).length > 0 && Date.now() < until) await pause(100);
  return { ended: code ?? signal, left: remaining(beneath).map(({ command }) => command), output: output() };
}

const found = ({ beneath }: Started, command: string) => {
  const process = beneath.find((each) => each.command.includes(command));
  if (process === undefined) throw new Error(`no ${command} among ${JSON.stringify(beneath)}`);
  return process;
};

describe('npm run table', () => {
  const table = () => training('npm', 'run', 'table', '--', 'mnist');

  it('waits for the training when npm alone gets SIGTERM', async () => {
    const run = await table();
    kill('SIGTERM', found(run, 'npm run'));
    expect(await end(run)).toEqual({ ended: 143, left: [], output: expect.stringMatching(STOPPED) });
  });

  it.each(['SIGHUP', 'SIGKILL'] as const)('ends the training when npm dies of %s', async (signal) => {
    const run = await table();
    kill(signal, found(run, 'npm run'));
    expect(await end(run)).toEqual({ ended: signal, left: [], output: expect.stringMatching(STOPPED) });
  });

  it('stops when the wrapper alone gets SIGHUP', async () => {
    const run = await table();
    kill('SIGHUP', found(run, 'scripts/bootstrap.js'));
    expect(await end(run)).toEqual({ ended: 129, left: [], output: expect.stringMatching(STOPPED) });
  });

  it('stops once, and politely, when every process gets SIGTERM', async () => {
    const run = await table();
    for (const each of run.beneath) kill('SIGTERM', each);
    expect(await end(run)).toEqual({ ended: 143, left: [], output: expect.stringMatching(STOPPED) });
  });

  it.runIf(process.platform === 'linux')(`stops on Ctrl-C in a terminal${LINUX_ALONE}`, async () => {
    const run = await training('script', '-qec', 'npm run table -- mnist', '/dev/null');
    run.child.stdin?.write('\x03');
    expect(await end(run)).toEqual({ ended: 130, left: [], output: expect.stringMatching(STOPPED) });
  });
});

describe('pnpm better-attention', () => {
  it('stops when npx alone gets SIGTERM', async () => {
    const run = await training('npx', 'pnpm', 'better-attention', 'train', 'mnist');
    kill('SIGTERM', found(run, 'npm exec'));
    expect(await end(run)).toEqual({ ended: 'SIGTERM', left: [], output: expect.stringMatching(STOPPED) });
  });

  it('exits with the number of the signal', async () => {
    const run = await training('npm', 'run', 'better-attention', '--', 'train', 'mnist');
    kill('SIGHUP', found(run, 'scripts/better-attention.js'));
    expect(await end(run)).toEqual({ ended: 129, left: [], output: expect.stringMatching(STOPPED) });
  });
});
