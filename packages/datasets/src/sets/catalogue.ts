import type { DataSource, PublishedFile } from '../origin/source.js';

/** The data sets of the paper, in the order of their names. */
export const CATALOGUE: readonly DataSource[] = [
  {
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
  },
  {
    name: 'anki',
    title: 'English–Spanish sentence pairs of Tatoeba and manythings.org/anki',
    citation:
      'Tatoeba Project, https://tatoeba.org, and https://www.manythings.org/anki, build of 2018-05-13.',
    terms: 'CC BY 2.0; attribution: www.manythings.org/anki and tatoeba.org.',
    page: 'https://www.manythings.org/anki/',
    files: [
      {
        name: 'spa-eng.zip',
        url: 'https://storage.googleapis.com/download.tensorflow.org/data/spa-eng.zip',
        bytes: 2_638_744,
        sha256: '0c4fd7825d3d872488d38c157f784e035edab4f2ff0df25a2a208790ecb5b58f',
        alternatives: /^(spa-eng.*\.zip|spa.*\.txt)$/,
      },
    ],
    sample: ['spa-eng-sample.zip'],
  },
  {
    name: 'cifar100',
    title: 'CIFAR-100, binary version',
    citation:
      'Alex Krizhevsky (2009). Learning Multiple Layers of Features from Tiny Images. Technical report, University of ' +
      'Toronto.',
    terms: 'The publisher states no licence and asks that the technical report be cited.',
    page: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    files: [
      {
        name: 'cifar-100-binary.tar.gz',
        url: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
        bytes: 168_513_733,
        sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
        alternatives: /^cifar-100-binary(.*\.tar(\.gz)?)?$/,
      },
    ],
    sample: ['cifar-100-binary-sample.tar.gz'],
  },
  {
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
  },
  {
    name: 'imagenet',
    title: 'ImageNet, Large Scale Visual Recognition Challenge 2012',
    citation:
      'Olga Russakovsky, Jia Deng, et al. (2015). ImageNet Large Scale Visual Recognition Challenge. International ' +
      'Journal of Computer Vision 115(3), pages 211–252.',
    terms:
      'ImageNet’s terms of access: non-commercial research and educational use only; the copyright of the images stays ' +
      'with their owners.',
    page: 'https://www.image-net.org/',
    files: [
      {
        name: 'ILSVRC2012_img_train.tar',
        url: 'https://image-net.org/data/ILSVRC/2012/ILSVRC2012_img_train.tar',
        bytes: 147_897_477_120,
        alternatives:
          /^(?!.*(devkit|bbox|img_test|\.(txt|csv|mat|xml)$))(train|val|imagenet.*|ILSVRC.*|.*\.(tar|tar\.gz|tgz|parquet))$/,
        several: true,
      },
    ],
    sample: ['imagenet-sample'],
    restricted: 'its publisher gives it to registered users only',
  },
  {
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
      },
    ],
    sample: ['aclImdb-sample.tar.gz'],
  },
  {
    name: 'mnist',
    title: 'The MNIST database of handwritten digits',
    citation:
      'Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner (1998). Gradient-based learning applied to document ' +
      'recognition. Proceedings of the IEEE 86(11), pages 2278–2324.',
    terms: 'Copyright Yann LeCun and Corinna Cortes; commonly distributed under CC BY-SA 3.0.',
    page: 'https://yann.lecun.com/exdb/mnist/',
    files: [
      mnistFile(
        'train-images-idx3-ubyte',
        9_912_422,
        '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      ),
      mnistFile(
        'train-labels-idx1-ubyte',
        28_881,
        '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      ),
      mnistFile(
        't10k-images-idx3-ubyte',
        1_648_877,
        '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      ),
      mnistFile(
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
  },
];

function mnistFile(name: string, bytes: number, sha256: string): PublishedFile {
  return {
    name: `${name}.gz`,
    url: `https://ossci-datasets.s3.amazonaws.com/mnist/${name}.gz`,
    bytes,
    sha256,
    alternatives: new RegExp(`^${name.replace('-idx', '[-.]idx')}(\\.gz)?$`),
  };
}
