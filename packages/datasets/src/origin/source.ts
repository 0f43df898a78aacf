/** A file as its publisher distributes it. */
export interface PublishedFile {
  name: string;
  url: string;
  /** Its size, rounded where `sha256` is absent. */
  bytes: number;
  /** Absent where the publisher's file was never seen whole: a download of it is checked by its own format alone. */
  sha256?: string;
  /** Other names under which its content is accepted: parts, or the unpacked folder. */
  alternatives: RegExp;
  /** Whether every file with such a name belongs to the data set, not only one. */
  several?: true;
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
  /** The file names of the embedded sample, in the order of `files`. */
  sample: readonly string[];
  /** Why the publisher's files can't be downloaded without its consent, where that is so. */
  restricted?: string;
}
