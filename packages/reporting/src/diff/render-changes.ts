import { readable } from '@better-attention/records';
import { counted, pValue, signed, significant } from '../text/format.js';
import type { CellChange, ChangeKind, Changes } from './compare-snapshots.js';
import type { EvidenceChange } from './evidence.js';

/** What to read first. */
const ORDER: readonly ChangeKind[] = ['beyond noise', 'count', 'new', 'gone', 'too few seeds', 'open'];

const DIGITS = 4;

/** How a change of the evidence is said. */
const DIFFERENT: Readonly<Record<EvidenceChange['what'], string>> = {
  table: 'no table to compare with',
  preset: 'different preset',
  data: 'different data',
  settings: 'different settings',
  evidence: 'preset, data and settings may differ',
};

/**
 * The changes for a terminal: first other presets, data and settings, then verdicts, then numbers, those beyond noise
 * before the others, then a summary.
 */
export function renderChanges({ evidence, cells, verdicts, compared }: Changes): string {
  const sorted = ORDER.flatMap((kind) => cells.filter((change) => change.kind === kind));
  const beyond = cells.filter(({ kind }) => kind === 'beyond noise' || kind === 'count').length;
  const open = cells.filter(({ kind }) => kind === 'open' || kind === 'too few seeds').length;
  const lines = [
    ...evidence.map(({ table, what, change }) => `${table}: ${DIFFERENT[what]}: ${change}`),
    ...verdicts.map(({ verdict, before = 'none', after = 'none' }) => `${verdict}: ${before} → ${after}`),
    ...sorted.map(line),
    `${cells.length} of ${counted(compared, 'number')} changed, ${beyond} beyond noise, ${open} open; ${counted(verdicts.length, 'verdict')} changed.`,
  ];
  return lines.map(readable).join('\n');
}

function line({ cell, before, after, kind, seeds, p, interval }: CellChange): string {
  if (before === undefined) return `${cell}: ${significant(after as number)} (new)`;
  if (after === undefined) return `${cell}: ${significant(before)} (gone)`;
  const change = `${cell}: ${shown(before)} → ${shown(after)}`;
  if (kind === 'count') return `${change} (a count)`;
  const difference = signed(after - before, DIGITS);
  const over = `over ${counted(seeds, 'shared seed')}`;
  if (p === undefined || !interval) return `${change} (${difference} ${over}: too few for a test)`;
  const [low, high] = interval.map((end) => signed(end, DIGITS));
  return `${change} (${difference}, by seed ${low} to ${high} ${over}, corrected ${pValue(p)}: ${kind})`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? significant(value) : value.toFixed(DIGITS);
}
