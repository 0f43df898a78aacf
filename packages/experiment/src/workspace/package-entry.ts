import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Failure } from '../support/failure.js';

/**
 * The file that a package's name stands for, under the conditions of this process.
 *
 * @param description the path of its package.json
 * @throws Failure when it has no name, Error when there is no such file
 */
export async function packageEntry(description: string): Promise<string> {
  const { name } = JSON.parse(await readFile(description, 'utf8')) as { name?: string };
  if (name === undefined) throw new Failure(`${description} has no name; give it one`);
  return createRequire(description).resolve(name);
}
