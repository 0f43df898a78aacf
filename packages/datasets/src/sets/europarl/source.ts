import type { DataSource } from '../../origin/source.js';

/** Where Europarl comes from. */
export const EUROPARL: DataSource = {
  name: 'europarl',
  title: 'Europarl v7, English–Spanish',
  citation:
    'Philipp Koehn (2005). Europarl: A Parallel Corpus for Statistical Machine Translation. MT Summit X.',
  terms: 'The publisher is “not aware of any copyright restrictions of the material” and asks to be cited.',
  page: 'https://www.statmt.org/europarl/',
  files: [
    {
      name: 'es-en.tgz',
      url: 'https://www.statmt.org/europarl/v7/es-en.tgz',
      bytes: 187_000_000,
      alternatives: /^(es-en.*\.(tgz|tar\.gz)|europarl.*\.es-en\.(en|es)(\.gz)?)$/,
      several: true,
    },
  ],
  sample: ['europarl-sample.es-en.en.gz', 'europarl-sample.es-en.es.gz'],
};
