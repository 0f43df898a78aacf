import type { RunRecord } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import type { Table, TableRecord, Unit } from '../../src/tables/table.js';
import { pendingUnits, type UnitState, unitState } from '../../src/tables/table-state.js';

describe('unitState', () => {
  const record = {
    fingerprint: 'fingerprint',
    data: { files: [{ sha256: 'data' }] },
    source: { packages: 'sources' },
    status: 'failed',
  } as RunRecord;
  const material = { packages: 'sources', dataFiles: ['data'] };

  it.each([
    ['missing', undefined, material],
    ['done', record, material],
    ['done', record, { packages: 'sources' }],
    ['changed settings', { ...record, fingerprint: 'other' }, material],
    ['changed data', record, { packages: 'sources', dataFiles: ['other'] }],
    ['older sources', record, { packages: 'newer', dataFiles: ['data'] }],
  ])('is %s', (state, recorded, now) => {
    expect(unitState({ fingerprint: 'fingerprint' }, recorded, now)).toBe(state);
  });
});

describe('pendingUnits', () => {
  const planned = (file: string, state: UnitState) => ({
    unit: { file, name: file, columns: [file], fingerprint: '', configuration: {} },
    state,
    record: state === 'missing' ? undefined : ({ finishedAt: '2026-01-02T00:00:00.000Z' } as TableRecord),
  });
  const stateOf = (renew: boolean) => ({
    table: { renew } as Table,
    source: { commit: '', dirty: false, packages: '', lockfile: '' },
    units: [planned('missing', 'missing'), planned('done', 'done'), planned('older', 'older sources')],
  });
  const filesOf = (renew: boolean, options?: Parameters<typeof pendingUnits>[1]) =>
    pendingUnits(stateOf(renew), options).map(({ unit }) => unit.file);

  it('are those that are not recorded', () => {
    expect(filesOf(false)).toEqual(['missing']);
    expect(filesOf(false, { retrain: true })).toEqual(['missing', 'older']);
    expect(filesOf(true)).toEqual(['missing', 'older']);
    expect(filesOf(true, { retrain: false })).toEqual(['missing']);
  });

  it('are those too that ended before a moment', () => {
    expect(filesOf(false, { before: '2026-01-03T00:00:00.000Z' })).toEqual(['missing', 'done', 'older']);
    expect(filesOf(false, { before: '2026-01-01T00:00:00.000Z' })).toEqual(['missing']);
  });

  it('are those too whose records lack what the options ask for', () => {
    const session = { lacks: ({ file }: Unit) => file === 'done' };
    expect(filesOf(false, { session })).toEqual(['missing', 'done']);
  });
});
