/**
 * What people call classes that records name by their WordNet ids.
 *
 * Source: github.com/fastai/imagenette
 */
const NAMES: Readonly<Record<string, string>> = {
  n01440764: 'tench',
  n02102040: 'English springer',
  n02979186: 'cassette player',
  n03000684: 'chain saw',
  n03028079: 'church',
  n03394916: 'French horn',
  n03417042: 'garbage truck',
  n03425413: 'gas pump',
  n03445777: 'golf ball',
  n03888257: 'parachute',
};

/** A text with WordNet ids as the names that people know; ids that aren't listed stay. */
export function withClassNames(text: string): string {
  return text.replace(/\bn\d{8}\b/g, (id) => NAMES[id] ?? id);
}
