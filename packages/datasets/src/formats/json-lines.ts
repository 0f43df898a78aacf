import { readLines } from './lines.js';

/**
 * The objects of a file with a JSON object in each line, gzipped or not, streamed; empty lines are passed over.
 *
 * @throws Error that names the line that holds anything else, and as `readContents`
 */
export async function* readJsonLines(
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for await (const { number, text } of readLines(path, options)) {
    if (text === undefined)
      throw new Error(`${path}, line ${number}: expected UTF-8 text, found bytes that aren't`);
    if (text.trim() === '') continue;
    yield objectOf(text, `${path}, line ${number}`);
  }
}

function objectOf(text: string, where: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${where}: expected a JSON object, found ${text.slice(0, 40)} (${(error as Error).message})`,
      {
        cause: error,
      },
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error(`${where}: expected a JSON object, found ${text.slice(0, 40)}`);
}
