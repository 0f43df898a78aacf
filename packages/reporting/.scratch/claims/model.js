/** What the runs can say about a claim. */
export const VERDICTS = ['supported', 'contradicted', 'not decided', 'not measured'];
/** The paper's data sets, by the name of their table. */
export const PAPER_DATASETS = {
  mnist: 'MNIST',
  cifar100: 'CIFAR-100',
  imagenet: 'ImageNet',
  imdb: 'IMDB',
  'amazon-reviews': 'Amazon Reviews',
  'en-es-translation': 'English–Spanish translation',
};
/**
 * The verdict on a statement about several things: contradicted by one of them, supported by all of them, not measured
 * if none is, and else not decided.
 */
export function conjunction(verdicts) {
  if (verdicts.includes('contradicted')) return 'contradicted';
  if (verdicts.every((verdict) => verdict === 'not measured')) return 'not measured';
  return verdicts.every((verdict) => verdict === 'supported') ? 'supported' : 'not decided';
}
