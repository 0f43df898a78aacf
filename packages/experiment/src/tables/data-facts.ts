import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '@better-attention/datasets';
import { writeAtomically } from '@better-attention/files';
import { type DataFacts, dataFacts, type RunRecord } from '@better-attention/records';
import { prettifyError, z } from 'zod';
import { Failure } from '../support/failure.js';

/** Where an experiment says what the data of its records are called and what guessing scores on them. */
const FILE = 'data.json';

/**
 * What an experiment's folder says of data; nothing where it has no such file.
 *
 * @throws Failure when the file isn't valid
 */
export async function readDataFacts(folder: string): Promise<DataFacts[]> {
  const path = join(folder, FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  const result = z.array(dataFacts).safeParse(JSON.parse(text));
  if (!result.success) throw new Failure(`${path} is not valid\n${prettifyError(result.error)}`);
  return result.data;
}

/** Writes what a loaded data set says of itself, in the place of what was said of the same examples. */
export async function writeDataFacts(folder: string, dataset: Dataset): Promise<string> {
  const { title, guessing, provenance, test } = dataset;
  const own: DataFacts = {
    contents: provenance.contents,
    test: test.size,
    ...(title !== undefined && { title }),
    ...(guessing && { guessing: { ...guessing } }),
  };
  const others = (await readDataFacts(folder)).filter((facts) => !areOf(facts, own));
  const path = join(folder, FILE);
  await writeAtomically(path, `${JSON.stringify([...others, own], null, 2)}\n`);
  return path;
}

/** Records with what is known of their examples, where they don't say it themselves. */
export function withDataFacts(
  records: ReadonlyMap<string, RunRecord>,
  known: readonly DataFacts[],
): Map<string, RunRecord> {
  return new Map(
    [...records].map(([file, record]) => {
      const { contents, examples } = record.data;
      const found = known.find((facts) => areOf(facts, { contents, test: examples.test }));
      if (!found) return [file, record];
      const { title, guessing } = found;
      const described = { ...(title !== undefined && { title }), ...(guessing && { guessing }) };
      return [file, { ...record, data: { ...described, ...record.data } }];
    }),
  );
}

type Examples = Pick<DataFacts, 'contents' | 'test'>;

function areOf(facts: Examples, { contents, test }: Examples): boolean {
  return facts.contents === contents && facts.test === test;
}
