import type { DataSource, PublishedFile } from '../../origin/source.js';

/** Where MNIST comes from. */
export const MNIST: DataSource = {
  name: 'mnist',
  title: 'The MNIST database of handwritten digits',
  citation:
    'Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner (1998). Gradient-based learning applied to document ' +
    'recognition. Proceedings of the IEEE 86(11), pages 2278–2324.',
  terms: 'Copyright Yann LeCun and Corinna Cortes; commonly distributed under CC BY-SA 3.0.',
  page: 'https://yann.lecun.com/exdb/mnist/',
  files: [
    publishedFile(
      'train-images-idx3-ubyte',
      9_912_422,
      '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    ),
    publishedFile(
      'train-labels-idx1-ubyte',
      28_881,
      '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    ),
    publishedFile(
      't10k-images-idx3-ubyte',
      1_648_877,
      '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    ),
    publishedFile(
      't10k-labels-idx1-ubyte',
      4_542,
      'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    ),
  ],
  sample: [
    'train-images-idx3-ubyte.gz',
    'train-labels-idx1-ubyte.gz',
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
  ],
};

function publishedFile(name: string, bytes: number, sha256: string): PublishedFile {
  return {
    name: `${name}.gz`,
    url: `https://ossci-datasets.s3.amazonaws.com/mnist/${name}.gz`,
    bytes,
    sha256,
    alternatives: new RegExp(`^${name.replace('-idx', '[-.]idx')}(\\.gz)?$`),
  };
}
