/** A file as its publisher distributes it. */
export interface PublishedFile {
  readonly name: string;
  readonly url: string;
  /** Its size, rounded where `sha256` is absent. */
  readonly bytes: number;
  /** Absent where the publisher's file was never seen whole: a download of it is checked by its own format alone. */
  readonly sha256?: string;
  /** Other names under which its content is accepted: parts, or the unpacked folder. */
  readonly alternatives: RegExp;
  /** Whether a folder may have such a name too: the unpacked copy. */
  readonly unpacked?: true;
  /** Whether every file with such a name belongs to the data set, not only one. */
  readonly several?: true;
}

/** A data set's files, and what its users should know. */
export interface DataSource {
  /** The name of the data set, and of its folder in a mirror, in the cache and in the samples. */
  readonly name: string;
  readonly title: string;
  readonly citation: string;
  readonly terms: string;
  /** The publisher's page. */
  readonly page: string;
  readonly files: readonly PublishedFile[];
  /** The file names of the embedded sample, in the order of `files`. */
  readonly sample: readonly string[];
  /** Why the publisher's files can't be downloaded without its consent, where that is so. */
  readonly restricted?: string;
}
