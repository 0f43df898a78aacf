import type { TableRecord } from './table.js';

/**
 * Records that hold the same run: all numbers of every epoch are equal, which no two seeds or mechanisms give but a copy of one in a file
 * of its own. Which of
 * them is what it says can't be told.
 *
 * @returns why each is refused, by file name
 */
export function repetitions(records: ReadonlyMap<string, TableRecord>): Map<string, string> {
  const told = [...records].flatMap(([file, record]) => {
    const numbers = numbersOf(record);
    return numbers === undefined ? [] : [{ file, numbers }];
  });
  return new Map(
    told.flatMap(({ file, numbers }) => {
      const others = told.filter((other) => other.numbers === numbers && other.file !== file);
      if (others.length === 0) return [];
      const names = others.map((other) => other.file).join(' and ');
      return [[file, `it holds the same numbers as ${names}: one run was recorded twice`] as const];
    }),
  );
}

/** What a run measured, epoch by epoch; nothing of failed runs without an epoch, and of layers, whose counts never differ. */
function numbersOf(record: TableRecord): string | undefined {
  if (!('epochs' in record) || record.epochs.length === 0) return undefined;
  const { mechanismSource } = record.configuration.model as Readonly<Record<string, unknown>>;
  return JSON.stringify([mechanismSource, record.epochs.map(({ train, validation }) => [train, validation])]);
}
