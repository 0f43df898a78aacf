import { readable } from '@better-attention/records';
import { counted, pValue, signed, significant } from '../text/format.js';
import type { CellChange, ChangeKind, Changes } from './compare-snapshots.js';

/** What to read first. */
const ORDER: readonly ChangeKind[] = [
  'beyond noise',
  'count',
  'new',
  'gone',
  'too few seeds',
  'within noise',
];

const DIGITS = 4;

/** The changes for a terminal: verdicts first, then numbers, those beyond noise before the others, then a summary. */
export function renderChanges({ cells, verdicts, compared }: Changes): string {
  const sorted = ORDER.flatMap((kind) => cells.filter((change) => change.kind === kind));
  const beyond = cells.filter(({ kind }) => kind === 'beyond noise' || kind === 'count').length;
  const lines = [
    ...verdicts.map(({ verdict, before = 'none', after = 'none' }) => `${verdict}: ${before} → ${after}`),
    ...sorted.map(line),
    `${cells.length} of ${counted(compared, 'number')} changed, ${beyond} beyond noise; ${counted(verdicts.length, 'verdict')} changed.`,
  ];
  return lines.map(readable).join('\n');
}

function line({ cell, before, after, kind, seeds, p }: CellChange): string {
  if (before === undefined) return `${cell}: ${significant(after as number)} (new)`;
  if (after === undefined) return `${cell}: ${significant(before)} (gone)`;
  const change = `${cell}: ${shown(before)} → ${shown(after)}`;
  if (kind === 'count') return `${change} (a count)`;
  const difference = `${signed(after - before, DIGITS)} over ${counted(seeds, 'shared seed')}`;
  return p === undefined
    ? `${change} (${difference}: too few for a test)`
    : `${change} (${difference}, corrected ${pValue(p)}: ${kind})`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? significant(value) : value.toFixed(DIGITS);
}
