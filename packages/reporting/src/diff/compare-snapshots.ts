import { holm, pairedDifferences, pairedTTest, SIGNIFICANCE } from '@better-attention/statistics';
import { type EvidenceChange, evidenceDifferences } from './evidence.js';
import { comparableVerdicts, type Snapshot, type SnapshotCell } from './snapshot.js';

/** What a change of a number amounts to; `open` where it isn't shown to be more than noise, nor that it is none. */
export type ChangeKind = 'new' | 'gone' | 'count' | 'beyond noise' | 'open' | 'too few seeds';

/** One number that changed. */
export interface CellChange {
  /** `imdb: super, 4 heads, test.accuracy [%]`. */
  readonly cell: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly kind: ChangeKind;
  /** Seeds that both have. */
  readonly seeds: number;
  /** Two-sided paired t test over those seeds, corrected by Holm's method over all numbers that changed. */
  readonly p: number | undefined;
  /** 95 % interval of the paired differences; none without a test. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

/** One verdict that changed. */
export interface VerdictChange {
  readonly verdict: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Everything that changed from one snapshot to another. */
export interface Changes {
  /** In what they differ before any number: tables, presets, data, settings. */
  readonly evidence: readonly EvidenceChange[];
  readonly cells: readonly CellChange[];
  readonly verdicts: readonly VerdictChange[];
  /** How many numbers either has. */
  readonly compared: number;
}

/**
 * Sets two snapshots against each other: what they rest on, which numbers and verdicts changed, and which of them beyond
 * noise. A change that isn't shown to be is open: it may be one, within its interval.
 */
export function compareSnapshots(before: Snapshot, after: Snapshot): Changes {
  const keys = union(before.cells, after.cells);
  const withoutMargins = before.withoutMargins || after.withoutMargins;
  const verdicts = [before, after].map((one) => comparableVerdicts(one, { withoutMargins })) as [
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
  ];
  const changed = keys.flatMap((cell) => changeOf(cell, before.cells.get(cell), after.cells.get(cell)));
  const tested = changed.filter(({ p }) => p !== undefined);
  const corrected = holm(tested.map(({ p }) => p as number));
  return {
    evidence: evidenceDifferences(before.evidence, after.evidence),
    compared: keys.length,
    cells: changed.map((change) => {
      const p = corrected[tested.indexOf(change)];
      if (p === undefined) return change;
      return { ...change, p, kind: p < SIGNIFICANCE ? 'beyond noise' : 'open' };
    }),
    verdicts: union(...verdicts)
      .map((verdict) => ({
        verdict,
        before: verdicts[0].get(verdict),
        after: verdicts[1].get(verdict),
      }))
      .filter((change) => change.before !== change.after),
  };
}

function changeOf(
  cell: string,
  before: SnapshotCell | undefined,
  after: SnapshotCell | undefined,
): CellChange[] {
  const change = {
    cell,
    before: before?.value,
    after: after?.value,
    seeds: 0,
    p: undefined,
    interval: undefined,
  };
  if (!before) return [{ ...change, kind: 'new' }];
  if (!after) return [{ ...change, kind: 'gone' }];
  if (!before.values || !after.values) {
    return before.value === after.value ? [] : [{ ...change, kind: 'count' }];
  }
  const differences = pairedDifferences(after.values, before.values);
  const isSame =
    differences.length === before.values.size &&
    differences.length === after.values.size &&
    differences.every((difference) => difference === 0);
  if (isSame) return [];
  const test = pairedTTest(differences);
  return [
    { ...change, kind: 'too few seeds', seeds: differences.length, p: test?.p, interval: test?.interval },
  ];
}

function union(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...left.keys(), ...right.keys()])];
}
