/** Parts of ImageNet that have a name of their own, by the WordNet ids of their classes. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  /** github.com/fastai/imagenette */
  Imagenette: [
    'n01440764',
    'n02102040',
    'n02979186',
    'n03000684',
    'n03028079',
    'n03394916',
    'n03417042',
    'n03425413',
    'n03445777',
    'n03888257',
  ],
};

/**
 * What people call images of ImageNet's classes: `Imagenette` where they are those ten.
 *
 * @param classes WordNet ids, in their order
 */
export function titleOf(classes: readonly string[]): string {
  const found = Object.entries(PARTS).find(([, ids]) => ids.join() === classes.join());
  return found?.[0] ?? 'ImageNet';
}
