import { rm } from 'node:fs/promises';
import type { Bench } from './bench.js';
import { type Files, recorded } from './recorded.js';
import { type Ending, ONE_RUN, type TrainingOptions, trainToEnd } from './training.js';

/** What came of a kind of fault. */
export interface Figures {
  readonly fault: string;
  /** How often it struck. */
  readonly trials: number;
  /** Files of finished runs that were gone or changed afterwards. */
  readonly lost: number;
  /** Files that differed from those of a training that nothing befell, once the same command had gone on to its end. */
  readonly different: number;
  /** What went otherwise than it should have, a line each. */
  readonly problems: readonly string[];
  /** Further figures of this fault. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Counts faults and what they did. */
export class Tally {
  trials = 0;
  private lost = 0;
  private different = 0;
  private readonly problems: string[] = [];

  constructor(private readonly fault: string) {}

  /** Counts a fault, and what of the finished runs it destroyed. */
  strike(before: Files, after: Files, trials = 1): void {
    this.trials += trials;
    this.lost += Object.keys(before).filter((file) => before[file] !== after[file]).length;
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  /** Trains to the end without faults, and compares. */
  async goOn(bench: Bench, workspace: string, options: TrainingOptions = {}): Promise<void> {
    await this.shared(bench, workspace, [await trainToEnd(workspace, options)], options);
  }

  /** Compares what several processes left. */
  async shared(
    bench: Bench,
    workspace: string,
    endings: readonly Ending[],
    options: TrainingOptions = {},
  ): Promise<void> {
    for (const { code, signal, output } of endings) {
      if (code !== 0 && signal !== 'SIGKILL') this.problem(`exit code ${code}\n${output}`);
    }
    const expected =
      options === ONE_RUN
        ? Object.entries(bench.straight).filter(([file]) => /super-h2-seed0|vocabularies/.test(file))
        : Object.entries(bench.straight);
    const found = await recorded(workspace);
    const differing = expected.filter(([file, content]) => found[file] !== content).map(([file]) => file);
    const surplus = Object.keys(found).filter((file) => !expected.some(([name]) => name === file));
    this.different += differing.length + surplus.length;
    for (const file of [...differing, ...surplus])
      this.problem(`${file} differs from that of a straight training`);
    await rm(workspace, { recursive: true, force: true });
  }

  figures(): Figures {
    const { fault, trials, lost, different, problems } = this;
    return { fault, trials, lost, different, problems };
  }
}
