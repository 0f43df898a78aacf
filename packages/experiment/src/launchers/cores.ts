import { readFileSync } from 'node:fs';

/** The numbers of the cores that this process may use, by Linux. */
export function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  return listedCores(/^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '');
}

/** Numbers from a list of ranges, `0-3,8`. */
export function listedCores(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}

/** Cores divided into shares of one size, what is left over unused; where there are fewer cores than shares, they take turns. */
export function coreShares(cores: readonly number[], count: number): number[][] {
  const size = Math.floor(cores.length / count);
  return Array.from({ length: count }, (_, at) =>
    size > 0 ? cores.slice(at * size, (at + 1) * size) : [cores[at % cores.length] as number],
  );
}
