/**
 * Runs programs that stop when this process is asked to: docs/decisions/pipeline.md says why it takes a process group,
 * one signal for all occasions, and an eye on the parent.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const WINDOWS = process.platform === 'win32';

/** Milliseconds after the first signal in which another is its echo: of Ctrl-C, the terminal and npm send one each. */
const ECHO = 1000;

/** Milliseconds that processes may stay after the program that started them. */
const LEFTOVERS = 5000;

/** What asked this process to stop, and when. */
let stopped;

/** The program that runs now. */
let running;

const codeOf = (signal) => 128 + constants.signals[signal];

/** Sends a signal to the group of the program that runs. False when there is none. On Windows, Ctrl-C reaches all by itself. */
function signalGroup(signal) {
  if (WINDOWS || running === undefined) return false;
  try {
    return process.kill(-running.pid, signal);
  } catch {
    return false;
  }
}

/** The first signal lets a program end what it is at; one that comes later, and is no echo, ends it at once. */
function stop(signal) {
  const now = performance.now();
  if (stopped === undefined) {
    stopped = { signal, at: now };
    signalGroup('SIGTERM');
  } else if (now - stopped.at > ECHO) signalGroup('SIGINT');
}

/** Stops as well when npm, which started this process, is no more. */
function watchParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop('SIGHUP');
  }, 1000).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
if ('npm_lifecycle_event' in process.env) watchParent();

/** Waits for what the program started in its group, and ends it when it stays. */
async function endLeftovers() {
  const until = performance.now() + LEFTOVERS;
  while (signalGroup(0) && performance.now() < until) await pause(50);
  signalGroup('SIGKILL');
}

/**
 * Runs a program to its end. Resolves to its exit code, or to 128 + the signal's number when this process was asked to
 * stop: then everything in the program's group has ended as well.
 */
export async function run(program, parameters, options) {
  if (stopped !== undefined) return codeOf(stopped.signal);
  running = spawn(program, parameters, { ...options, stdio: 'inherit', shell: WINDOWS, detached: !WINDOWS });
  const code = await new Promise((resolve, reject) => {
    running.once('error', reject);
    running.once('exit', (exitCode, signal) => resolve(exitCode ?? codeOf(signal)));
  });
  if (stopped !== undefined) await endLeftovers();
  running = undefined;
  return stopped === undefined ? code : codeOf(stopped.signal);
}
