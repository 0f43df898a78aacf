import { type RunRecord, settingDifferences } from '@better-attention/records';
import { dataOf, distinct } from '../input/provenance.js';
import type { TrainingTableInput } from '../input/tables.js';

/** What the numbers of a table rest on; each list has one entry where all runs have the same. */
export interface TableEvidence {
  readonly preset: string;
  /** Name and SHA-256 of the examples. */
  readonly data: readonly string[];
  /** What the runs were configured with, without mechanism and heads. */
  readonly settings: readonly RunRecord['configuration'][];
}

/** What each table rests on; none where a report doesn't say it. */
export type Evidence = ReadonlyMap<string, TableEvidence | undefined>;

/** In what the evidence of two tables of one name differs. */
export interface EvidenceChange {
  readonly table: string;
  /** `table` where one of both lacks it, `evidence` where one doesn't say what it rests on. */
  readonly what: 'table' | 'preset' | 'data' | 'settings' | 'evidence';
  /** `cpu → paper`, `training.epochs 10 → 5` */
  readonly change: string;
}

/** What a table rests on. */
export function evidenceOf({
  preset,
  records,
}: Pick<TrainingTableInput, 'preset' | 'records'>): TableEvidence {
  const settings = distinct(records, ({ configuration }) => JSON.stringify(withoutRow(configuration)));
  return {
    preset: preset.name,
    data: distinct(records, dataOf).map(({ text }) => text),
    settings: settings.map(({ text }) => JSON.parse(text) as RunRecord['configuration']),
  };
}

/** In what two snapshots differ before any number does, table by table. */
export function evidenceDifferences(before: Evidence, after: Evidence): EvidenceChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table): EvidenceChange[] => {
    if (!after.has(table)) return [{ table, what: 'table', change: 'in the first alone' }];
    if (!before.has(table)) return [{ table, what: 'table', change: 'in the second alone' }];
    return evidenceChanges(table, before.get(table), after.get(table));
  });
}

/** In what two tables of one name differ. */
function evidenceChanges(
  table: string,
  before: TableEvidence | undefined,
  after: TableEvidence | undefined,
): EvidenceChange[] {
  if (!before || !after) {
    const change = 'at least one report is older than the statement of preset, data and settings';
    return [{ table, what: 'evidence', change }];
  }
  return [
    ...changeOf(table, 'preset', [before.preset], [after.preset]),
    ...changeOf(table, 'data', before.data, after.data),
    ...settingsChange(table, before.settings, after.settings),
  ];
}

function changeOf(
  table: string,
  what: 'preset' | 'data',
  before: readonly string[],
  after: readonly string[],
): EvidenceChange[] {
  const [old, now] = [before.join(' | '), after.join(' | ')];
  return old === now ? [] : [{ table, what, change: `${old || 'none'} → ${now || 'none'}` }];
}

function settingsChange(
  table: string,
  before: TableEvidence['settings'],
  after: TableEvidence['settings'],
): EvidenceChange[] {
  const differences = settingDifferences(onlyOf(before), onlyOf(after)).map(
    ({ path, before: old = 'none', after: now = 'none' }) => `${path} ${old} → ${now}`,
  );
  return differences.length > 0 ? [{ table, what: 'settings', change: differences.join(', ') }] : [];
}

/** The configuration that all runs have, or all of them by their number. */
function onlyOf(settings: TableEvidence['settings']): object {
  const [only] = settings;
  return only !== undefined && settings.length === 1 ? only : { ...settings };
}

/** A configuration without what tells the rows of a table apart. */
function withoutRow({ model, ...configuration }: RunRecord['configuration']): object {
  if (typeof model !== 'object' || model === null || Array.isArray(model)) return { model, ...configuration };
  const { mechanism: _, heads: __, ...rest } = model;
  return { model: rest, ...configuration };
}
