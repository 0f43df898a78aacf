/** The words of token ids; an empty text where the vocabulary has none for an id, as for padding. */
export function wordsOf(ids: ArrayLike<number>, vocabulary: readonly string[] = []): string[] {
  return Array.from(ids, (id) => vocabulary[id] ?? '');
}
