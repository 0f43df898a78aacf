import type { DataSource } from '../../origin/source.js';

/** Where the Large Movie Review Dataset comes from. */
export const IMDB: DataSource = {
  name: 'imdb',
  title: 'Large Movie Review Dataset v1.0 (IMDB)',
  citation:
    'Andrew L. Maas, Raymond E. Daly, Peter T. Pham, Dan Huang, Andrew Y. Ng, Christopher Potts (2011). ' +
    'Learning Word Vectors for Sentiment Analysis. ACL-HLT, pages 142–150.',
  terms:
    'The publisher states no licence and asks that the paper be cited; the reviews are user contributions to IMDb.',
  page: 'https://ai.stanford.edu/~amaas/data/sentiment/',
  files: [
    {
      name: 'aclImdb_v1.tar.gz',
      url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
      bytes: 84_125_825,
      sha256: 'c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe',
      alternatives: /^(aclImdb_v1.*\.tar\.gz|aclImdb)$/,
      unpacked: true,
    },
  ],
  sample: ['aclImdb-sample.tar.gz'],
};
