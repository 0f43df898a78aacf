import type { DataSource } from '../../origin/source.js';

/** Where CIFAR-100 comes from. */
export const CIFAR100: DataSource = {
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
      unpacked: true,
    },
  ],
  sample: ['cifar-100-binary-sample.tar.gz'],
};
