import type { DataSource } from '../../origin/source.js';

/** Where Amazon Reviews comes from. */
export const AMAZON: DataSource = {
  name: 'amazon',
  title: 'Amazon Reviews (2014, 2018 or 2023 release)',
  citation:
    'Jianmo Ni, Jiacheng Li, Julian McAuley (2019). Justifying recommendations using distantly-labeled reviews and ' +
    'fine-grained aspects. EMNLP.',
  terms:
    'The publisher states no licence, offers the data for research and asks to be cited; the reviews are user ' +
    'contributions to Amazon.',
  page: 'https://cseweb.ucsd.edu/~jmcauley/datasets/amazon_v2/',
  files: [
    {
      name: 'All_Beauty_5.json.gz',
      url: 'https://datarepo.eng.ucsd.edu/mcauley_group/data/amazon_v2/categoryFilesSmall/All_Beauty_5.json.gz',
      bytes: 600_000,
      alternatives: /\.jsonl?(\.gz)?$/,
      several: true,
    },
  ],
  sample: ['amazon-sample.json.gz'],
};
