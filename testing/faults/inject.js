/**
 * Makes the file operations of a process fail or end it: `node --import=…/inject.js?fault=kill@7&folder=…` says which
 * operation, counted from 1, and what happens to it. Counted are operations that change something in the folder.
 *
 *   kill@7      the process is killed instead of operation 7
 *   torn@7      operation 7 writes half of its bytes, then the process is killed
 *   ENOSPC@7    operation 7 fails with this code, and so do all that write after it
 *   count       nothing fails; at its end the process prints `operations: 41`
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';

const { searchParams } = new URL(import.meta.url);
const [kind = 'count', number = '0'] = (searchParams.get('fault') ?? '').split('@');
const folder = resolve(searchParams.get('folder') ?? '.');
const paths = new WeakMap();
let operations = 0;

const kill = () => process.kill(process.pid, 'SIGKILL');
const inside = (path) => resolve(String(path)).startsWith(folder);

/** Counts an operation; what it does instead, or nothing. */
function fault(path, halfway) {
  if (!inside(path)) return undefined;
  operations++;
  const reached = operations === Number(number);
  if (kind === 'kill' && reached) return kill;
  if (kind === 'torn' && reached) return () => halfway?.().then(kill, kill) ?? kill();
  if (/^E[A-Z]+$/.test(kind) && operations >= Number(number)) {
    return () =>
      Promise.reject(Object.assign(new Error(`${kind}: injected`), { code: kind, path: String(path) }));
  }
  return undefined;
}

function patch(name) {
  const original = fs.promises[name];
  fs.promises[name] = (path, ...rest) => (fault(path) ?? (() => original(path, ...rest)))();
}
for (const name of ['mkdir', 'mkdtemp', 'rename', 'rmdir', 'writeFile', 'symlink', 'link']) patch(name);

const { open, rm } = fs.promises;
fs.promises.rm = (path, ...rest) =>
  kind.startsWith('E') ? rm(path, ...rest) : (fault(path) ?? (() => rm(path, ...rest)))();
fs.promises.open = async (path, flags = 'r', ...rest) => {
  const changes = /[wa+]/.test(String(flags));
  const handle = await ((changes && fault(path)) || (() => open(path, flags, ...rest)))();
  if (changes) paths.set(handle, path);
  return handle;
};

const handles = Object.getPrototypeOf(
  await open(process.execPath, 'r').then(async (handle) => {
    await handle.close();
    return handle;
  }),
);
for (const name of ['write', 'writeFile', 'writev', 'sync', 'truncate']) {
  const original = handles[name];
  handles[name] = function (content, ...rest) {
    const path = paths.get(this);
    const run = () => original.call(this, content, ...rest);
    if (path === undefined) return run();
    const half = () => original.call(this, content.slice(0, content.length >> 1));
    return (fault(path, name === 'writeFile' || name === 'write' ? half : undefined) ?? run)();
  };
}
syncBuiltinESMExports();

if (kind === 'count') process.on('exit', () => console.error(`operations: ${operations}`));
