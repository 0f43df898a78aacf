/** A step of loading a data set. `done` and `total` count bytes of a download, or examples that were read. */
export interface ProgressStep {
  readonly activity: 'downloading' | 'waiting for another download' | 'trying again' | 'reading';
  /** The file or the data set. */
  readonly name: string;
  readonly done: number;
  /** Absent where it isn't known. */
  readonly total?: number;
  /** Of another attempt: why the last one failed, and in how many milliseconds the next one begins. */
  readonly again?: { readonly reason: string; readonly milliseconds: number };
}

/** Called often; whoever shows the steps decides how many of them. */
export type Progress = (step: ProgressStep) => void;
