/** A file as its publisher distributes it. */
export interface PublishedFile {
  name: string;
  url: string;
  bytes: number;
  sha256: string;
  /** Other names under which its content is accepted: parts, or the unpacked folder. */
  alternatives: RegExp;
}

/** A data set's files, and what its users should know. */
export interface DataSource {
  /** The name of the data set, and of its folder in a mirror, in the cache and in the samples. */
  name: string;
  title: string;
  citation: string;
  terms: string;
  /** The publisher's page. */
  page: string;
  files: readonly PublishedFile[];
  /** The file name of the embedded sample. */
  sample: string;
}

const SOURCES: readonly DataSource[] = [
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
    sample: 'aclImdb-sample.tar.gz',
  },
];

/** The sources of all data sets, in the order of their names. */
export function listSources(): readonly DataSource[] {
  return SOURCES;
}

/** @throws Error for a name that no data set has */
export function sourceOf(name: string): DataSource {
  const source = SOURCES.find((candidate) => candidate.name === name);
  if (!source) {
    const known = SOURCES.map((candidate) => candidate.name).join(', ');
    throw new Error(`data set: expected one of ${known}, got ${name}`);
  }
  return source;
}
