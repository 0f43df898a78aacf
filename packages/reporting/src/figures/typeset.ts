/** A text of a figure with its symbols set: the width `d_m` with a subscript. */
export function typeset(text: string): string {
  return text.replaceAll('d_m', 'dₘ');
}
