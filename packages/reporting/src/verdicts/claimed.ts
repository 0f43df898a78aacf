/** The paper's own mechanisms beside Standard. */
export const THREE = ['optimised', 'efficient', 'super'] as const;

/** One of {@link THREE}. */
export type PapersMechanism = (typeof THREE)[number];

/** Claim 1: the share of Standard's attention parameters that each saves; Super's where ℓ = d_m. */
export const SHARES: Readonly<Record<PapersMechanism, number>> = {
  optimised: 0.25,
  efficient: 0.5,
  super: 0.25,
};

/** Claim 2: how many matrix multiplications per head each has fewer than Standard. */
export const MULTIPLICATIONS: Readonly<Record<PapersMechanism, number>> = {
  optimised: 1,
  efficient: 2,
  super: 1,
};

/** Claim 4: the gain of Super that each version of the paper names, as a share of Standard's value. */
export const GAINS = { v2: 0.17, v3: 0.1 } as const;

/** The paper's data sets, by the name of their table. */
export const PAPER_DATASETS: Readonly<Record<string, string>> = {
  mnist: 'MNIST',
  cifar100: 'CIFAR-100',
  imagenet: 'ImageNet',
  imdb: 'IMDB',
  'amazon-reviews': 'Amazon Reviews',
  'en-es-translation': 'English–Spanish translation',
};
