import type { CompleteRun, RunRecord } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { tableOf } from '../runs.js';
import { SCORING, translationTable } from '../training-tables.js';

const OLDER =
  /^The BLEU of every run is of an older scoring, which counted each unknown word, \[UNK\], as three/;

/** The translation table with the scorings of its complete runs changed. */
function scoredAs(change: (run: CompleteRun, at: number) => CompleteRun['scoring']) {
  const table = translationTable();
  const records = [...table.records].map(([file, run], at): [string, RunRecord] => {
    if (run.status === 'failed') return [file, run];
    const { scoring: _, ...rest } = run;
    const scoring = change(run, at);
    return [file, { ...rest, ...(scoring && { scoring }) }];
  });
  return buildTrainingTable({ ...table, records: new Map(records) });
}

describe('the scoring of BLEU', () => {
  it('is told with what the references themselves score', () => {
    const { model, differences } = buildTrainingTable(translationTable());
    const [told] = model.legend.filter((sentence) => sentence.startsWith('BLEU'));
    expect(told).toContain('1,000 sentences');
    expect(told).toContain('with unknown words, score 59.88: what a perfect model would reach');
    expect(told).toContain(SCORING.signature);
    expect(model.remarks.join()).not.toContain('scoring');
    expect(differences.map(({ mechanism }) => mechanism.column)).toContain('test.bleu');
  });

  it('is told of runs that were scored as none is any more', () => {
    const { model } = scoredAs(() => undefined);
    expect(model.remarks).toContainEqual(expect.stringMatching(OLDER));
    expect(model.legend.join()).not.toContain('a perfect model');
  });

  it('keeps runs of different scorings from being compared', () => {
    const { model, differences } = scoredAs(({ seed }) => (seed === 0 ? undefined : SCORING));
    expect(model.remarks).toContainEqual(
      expect.stringMatching(/^These runs used different scorings of BLEU \(.*\)\. Nothing is compared\.$/),
    );
    expect(model.remarks.join()).toMatch(/The BLEU of \d+ runs of \d+ is of an older scoring/);
    expect(differences).toEqual([]);
  });

  it('is not told of a table without BLEU', () => {
    const { model } = buildTrainingTable(tableOf([]));
    expect([...model.remarks, ...model.legend].join()).not.toContain('BLEU');
  });
});
