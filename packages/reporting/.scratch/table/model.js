/** A summary's values by seed. */
export function bySeed({ seeds, values }) {
  return new Map(seeds.map((seed, position) => [seed, values[position]]));
}
/** A cell with nothing but text. */
export function textCell(text, rest = {}) {
  return {
    text,
    spread: '',
    annotation: '',
    decided: false,
    title: '',
    value: undefined,
    summary: undefined,
    rank: undefined,
    relative: undefined,
    runs: [],
    ...rest,
  };
}
