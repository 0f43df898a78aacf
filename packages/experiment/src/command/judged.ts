import type { JudgedChoice } from '../definition/preset-choice.js';
import { Failure } from '../support/failure.js';

/** Options of a command that is about a mechanism of a person's own. */
export interface JudgedOptions {
  readonly mechanismFile?: string | undefined;
  /** What it is set beside; by default Standard alone. */
  readonly against?: readonly string[] | undefined;
}

/** The mechanism that options name, loaded and registered; none where they name none. */
export async function judgedOf({ mechanismFile, against }: JudgedOptions): Promise<JudgedChoice | undefined> {
  if (mechanismFile === undefined) {
    if (against !== undefined)
      throw new Failure('--against: add --mechanism-file, whose mechanism is set beside these');
    return undefined;
  }
  const [{ standardFirst }, { loadMechanism }] = await Promise.all([
    import('../definition/against.js'),
    import('../mechanism-file/load-mechanism.js'),
  ]);
  const { name, path, sha256 } = await loadMechanism(mechanismFile);
  return { mechanism: { name, path, sha256 }, against: standardFirst(against ?? []) };
}
