import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine. */
interface Process {
  readonly id: number;
  readonly parent: number;
}

/** All processes whose environment sets a variable to this value, with everything that they started. Linux alone. */
export function processesWith(variable: string, value: string): number[] {
  const all = processes();
  const marked = all.filter(({ id }) => environmentOf(id).includes(`${variable}=${value}`));
  const found = new Set(marked.map(({ id }) => id));
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { id, parent } of all) if (found.has(parent)) found.add(id);
  }
  return [...found];
}

/** Ends processes at once; those that are gone already are passed over. */
export function killAll(ids: readonly number[]): void {
  for (const id of ids) {
    try {
      process.kill(id, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Those that run; what has ended and waits for its parent doesn't. */
function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [, state, parent] = /^\d+ \(.*\) (\w) (\d+)/s.exec(textOf(`/proc/${name}/stat`)) ?? [];
      return parent === undefined || state === 'Z' ? [] : [{ id: Number(name), parent: Number(parent) }];
    });
}

function environmentOf(id: number): string[] {
  return textOf(`/proc/${id}/environ`).split('\0');
}

/** What a file of `/proc` holds; nothing when its process is gone or another user's. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
