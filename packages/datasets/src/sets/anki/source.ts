import type { DataSource } from '../../origin/source.js';

/** Where the sentence pairs of Anki come from. */
export const ANKI: DataSource = {
  name: 'anki',
  title: 'English–Spanish sentence pairs of Tatoeba and manythings.org/anki',
  citation: 'Tatoeba Project, https://tatoeba.org, and https://www.manythings.org/anki, build of 2018-05-13.',
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
};
