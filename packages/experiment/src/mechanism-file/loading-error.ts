import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How esbuild says what is wrong with TypeScript: `file.ts:3:7: ERROR: Unexpected "="`. */
const TRANSFORM = /:(\d+):\d+: ERROR: (.+)/;

/** What kept a file from being loaded, in one line with the way out. */
export function loadingError(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `throws ${String(error)} while it is loaded`;
  const { code } = error as NodeJS.ErrnoException;
  const [message = ''] = error.message.split('\n');
  if (code === 'ERR_MODULE_NOT_FOUND') return notFound(message);
  const [, row, fault] = TRANSFORM.exec(error.message) ?? [];
  if (fault !== undefined) return `can't be read: ${fault} (${basename(path)}:${row})`;
  const line = lineIn(error, path);
  const at = line === undefined ? '' : ` (${basename(path)}:${line})`;
  if (error instanceof SyntaxError) return `can't be read: ${message}${at}`;
  return `throws while it is loaded: ${message}${at}`;
}

function notFound(message: string): string {
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? [];
  if (name !== undefined) return `imports ${name}, which isn't installed; run: npm install ${name}`;
  const [, file = 'a file'] = /^Cannot find module '([^']+)'/.exec(message) ?? [];
  return `imports ${file}, which doesn't exist; mind the ending, e.g. './helper.js'`;
}

/** The first line of a file that a stack names. */
function lineIn({ stack = '' }: Error, path: string): string | undefined {
  const { href } = pathToFileURL(path);
  return [href, path].flatMap((name) => {
    const at = stack.indexOf(`${name}:`);
    return at < 0 ? [] : [/^\d+/.exec(stack.slice(at + name.length + 1))?.[0]];
  })[0];
}
