import { basename } from 'node:path';
import { counted } from '../messages/counted.js';
import type { ObtainedFiles } from '../origin/obtain.js';

/** What to say of files that are parts, repacked copies or unpacked folders. */
export function fileRemarks({ files }: ObtainedFiles): string[] {
  return files
    .filter(({ state }) => state === 'other')
    .map(({ path }) => `Read from ${basename(path)}, which isn't the publisher's file.`);
}

/** How many examples a part has: as its publisher says, as found, and as used. */
export interface PartSize {
  /** Absent where it isn't known. */
  readonly published: number | undefined;
  readonly found: number;
  readonly used: number;
}

/** What to say of the size of a part where it isn't the published one. */
export function sizeRemarks(part: string, { published, found, used }: PartSize): string[] {
  const remarks: string[] = [];
  if (published !== undefined && found !== published) {
    remarks.push(
      `The ${part} part has ${counted(found, 'example')}, not the published ${counted(published)}.`,
    );
  }
  if (used !== found)
    remarks.push(`Of the ${part} part, ${counted(used)} of ${counted(found, 'example')} are used.`);
  return remarks;
}

/** What to say of examples that occur twice, given a key of each example. */
export function repetitionRemarks(train: readonly string[], test: readonly string[]): string[] {
  const known = new Set(train);
  const repeated = train.length - known.size;
  const shared = test.filter((key) => known.has(key)).length;
  const remarks: string[] = [];
  if (repeated > 0) {
    remarks.push(
      `Training examples that repeat another: ${counted(repeated)}; a split keeps equal ones on one side.`,
    );
  }
  if (shared > 0) remarks.push(`Test examples that are training examples too: ${counted(shared)}.`);
  return remarks;
}
