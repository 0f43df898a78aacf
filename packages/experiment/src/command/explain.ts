import { readable } from '@better-attention/records';
import { Failure } from '../support/failure.js';
import { Interruption } from './interrupt.js';

/** An error as one message for people, of characters that a terminal can show. */
export function explain(error: unknown): string {
  return readable(messageOf(error));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${error}`;
  if (error instanceof Interruption) return error.message;
  if (error instanceof Failure) return `error: ${error.message}`;
  const { code, path } = error as NodeJS.ErrnoException;
  const advice = code === undefined ? undefined : SYSTEM_ADVICE[code];
  if (advice !== undefined) return `error: ${path ?? error.message}: ${advice}`;
  return `error: ${error.message} (add --debug for the stack)`;
}

const SYSTEM_ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'no permission; change the permissions of the folder or choose another',
  EROFS: 'the file system is read-only; choose another folder',
  ENOSPC: 'the disk is full; free some space and run the same command again, nothing recorded is lost',
  ENOTDIR: 'a part of the path is a file where a folder is expected',
};
