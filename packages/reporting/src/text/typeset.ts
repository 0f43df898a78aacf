/** A text with its symbols set: the width `d_m` with a subscript. */
export function typeset(text: string): string {
  return text.replace(/\bd_m\b/g, 'dₘ');
}
