import type { DataSource } from '../../origin/source.js';

/** Where ImageNet comes from. */
export const IMAGENET: DataSource = {
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
      unpacked: true,
      several: true,
    },
  ],
  sample: ['imagenet-sample'],
  restricted: 'its publisher gives it to registered users only',
};
