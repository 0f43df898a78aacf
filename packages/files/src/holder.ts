import { readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** The file in a claimed folder that says whose it is. Its time of change is the holder's last sign of life. */
export const HOLDER_FILE = 'holder.json';

/** A process that holds a claim: who, where, since when. */
export interface Holder {
  /** The machine's name. */
  readonly host: string;
  /** Where its process number counts: a machine since it was started, or a container there. */
  readonly space: string;
  readonly pid: number;
  /** Tells the process from a later one of the same number; empty where the system doesn't say. */
  readonly start: string;
  /** When it made the claim: an ISO 8601 date by its machine's clock. */
  readonly since: string;
}

/** This process, as the holder of a claim that it makes now. */
export function thisProcess(): Holder {
  const { pid } = process;
  const { start = '' } = processState(pid);
  return { host: hostname(), space: processSpace(), pid, start, since: new Date().toISOString() };
}

/** Whether a holder counts its processes as this machine does, so that it can be asked whether it lives. */
export function isHere({ host, space }: Holder): boolean {
  return host === hostname() && space === processSpace();
}

/** Whether a holder is a process of this machine that has ended. One of another machine is never said to have. */
export function isGone(holder: Holder): boolean {
  if (!isHere(holder)) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const { start, ended } = processState(holder.pid);
  return ended || (start !== undefined && holder.start !== '' && start !== holder.start);
}

/** Who holds a folder; nobody where it was let go of, or isn't there. */
export async function holderIn(folder: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, HOLDER_FILE), 'utf8')) as Holder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** When a process was started, in ticks of Linux, and whether it has ended and only waits to be collected. */
function processState(pid: number): { readonly start: string | undefined; readonly ended: boolean } {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return { start: fields?.[19], ended: fields?.[0] === 'Z' || fields?.[0] === 'X' };
}

function processSpace(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const container = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return [boot, container].filter((each) => each !== undefined).join(' ');
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
