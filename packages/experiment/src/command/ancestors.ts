import { readFileSync } from 'node:fs';

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/**
 * Calls once the package manager that started this process is no more, or anything between the two, as after a `kill -9`
 * of npm: nobody passes signals on then. Never for a process that no package manager started, so `nohup` holds.
 * Linux tells of all ancestors; elsewhere only the parent is watched.
 */
export function whenAbandoned(call: () => void): void {
  const family = parentsWithinScripts();
  if (family.size === 0) return;
  const timer = setInterval(() => {
    if ([...family].every(([child, parent]) => parentOf(child) === parent)) return;
    clearInterval(timer);
    call();
  }, INTERVAL).unref();
}

/** This process and those above it as far as they belong to a package manager's script, each with its parent. */
function parentsWithinScripts(): Map<number, number> {
  const parents = new Map<number, number>();
  let child = process.pid;
  let inside = process.env.npm_lifecycle_event !== undefined;
  while (inside) {
    const parent = parentOf(child);
    if (parent === undefined) break;
    parents.set(child, parent);
    inside = ofProcess(parent, 'environ')?.includes('\0npm_lifecycle_event=') ?? false;
    child = parent;
  }
  return parents;
}

/** The parent of a process; undefined when it is gone, or the system doesn't tell. */
function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  const status = ofProcess(pid, 'status')?.match(/^PPid:\t(\d+)$/m);
  return status ? Number(status[1]) : undefined;
}

/** A file of Linux about a process. */
function ofProcess(pid: number, file: 'environ' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
