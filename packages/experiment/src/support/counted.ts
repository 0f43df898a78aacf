/** `1 run`, `2 runs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `all 2 runs are recorded`, `the only run is recorded`. */
export function allRecorded(count: number, noun: string): string {
  return count === 1 ? `the only ${noun} is recorded` : `all ${counted(count, noun)} are recorded`;
}
