import type { SourceRecord } from '@better-attention/records';
import type { Experiment } from '../definition/define-experiment.js';
import type { Layers } from '../definition/define-layers.js';
import type { Speed } from '../definition/define-speed.js';
import type { CommandLines } from './command-lines.js';

/** What a table states. */
export type Definition = Experiment | Layers | Speed;

/** A folder with tables, and where their records and reports lie. */
export interface Workspace {
  /** A checkout of better-attention, or anybody's folder. */
  readonly kind: 'repository' | 'project';
  readonly root: string;
  /** What the packages that run are made from, and the lockfile: read once for each list of code. */
  sources(code: readonly string[]): Promise<SourceRecord>;
  /** The names of all tables. */
  experimentNames(): Promise<string[]>;
  /** The folder of what a table knows besides its definition: `paper.json`, `data.json`. */
  experimentFolder(name: string): Promise<string>;
  /**
   * What a table states.
   *
   * @throws Failure when there is none of the name, or it can't be loaded
   */
  definition(name: string): Promise<Definition>;
  /** The folder of a table's records under a preset. */
  recordsFolder(name: string, preset: string): string;
  /** The folders of the records of every table under every preset that has some. */
  recordsFolders(): Promise<string[]>;
  /** The folder of a preset's report. */
  reportFolder(preset: string): string;
  /** A path as messages show it: from the root. */
  shown(path: string): string;
  /** What is typed here to run the command. */
  readonly lines: CommandLines;
}
