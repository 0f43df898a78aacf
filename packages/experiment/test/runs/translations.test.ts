import { bleu } from '@better-attention/bleu';
import { type TranslationDataset, translation } from '@better-attention/datasets';
import { RUNS, recordText } from '@better-attention/records';
import { adam, onnxEngine } from '@better-attention/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveExperiment } from '../../src/definition/define-experiment.js';
import { defineExperiment, translator } from '../../src/index.js';
import { type PlannedRun, planRuns } from '../../src/runs/plan-runs.js';
import { executeRun, type RunResult } from '../../src/runs/run.js';
import { translationFiles } from '../../src/runs/run-files.js';
import { describeMachine } from '../../src/workspace/provenance.js';

const TRANSLATED = 70;
const definition = translation({ vocabularySize: 300, length: 8 });
const experiment = resolveExperiment(
  defineExperiment({
    name: 'en-es-translation',
    title: 'Translation',
    dataset: definition,
    model: translator({ modelWidth: 8, heads: 2, hiddenWidth: 8, dropout: 0.1, translated: TRANSLATED }),
    training: { optimiser: adam({ learningRate: 0.01 }), batchSize: 32, epochs: 1, select: 'accuracy' },
    columns: ['loss', 'bleu'],
    headline: 'bleu',
    mechanisms: ['standard', 'super'],
    seeds: 1,
    presets: { tiny: { because: 'a test' } },
    deviations: [],
  }),
  { preset: 'tiny' },
);

let dataset: TranslationDataset;
let results: RunResult[];
beforeAll(async () => {
  dataset = await definition.load({
    use: 'sample',
    limits: { train: 200, test: 90 },
  });
  const hash = '0'.repeat(64);
  const setting = {
    experiment,
    dataset,
    engine: await onnxEngine({ threads: 1 }),
    machine: describeMachine(),
    source: { commit: 'unknown', dirty: false, packages: hash, lockfile: hash },
  };
  results = [];
  for (const run of planRuns(experiment)) results.push(await executeRun(run, setting));
});

function translated({ record, files }: RunResult) {
  if (record.status !== 'complete' || record.translations === undefined) throw new Error('no translations');
  const { sources, references, hypotheses } = record.translations;
  const linesOf = ({ file }: { readonly file: string }) => files.get(file)?.split('\n').slice(0, -1) ?? [];
  return {
    record,
    named: record.translations,
    sources: linesOf(sources),
    references: linesOf(references),
    hypotheses: linesOf(hypotheses),
  };
}

describe('the translations of a run', () => {
  it('stand a line each beside the record, which has the BLEU of them', () => {
    for (const result of results) {
      const { record, named, sources, references, hypotheses } = translated(result);
      expect(named.sentences).toBe(TRANSLATED);
      expect([sources.length, references.length, hypotheses.length]).toEqual(Array(3).fill(TRANSLATED));
      expect(bleu({ hypotheses, references }).score).toBe(record.test.bleu);
      for (const { source, reference, output } of record.samples ?? []) {
        const at = sources.indexOf(source);
        expect([references[at], hypotheses[at]]).toEqual([reference, output]);
      }
      expect(record).not.toHaveProperty('correct');
    }
  });

  it('share sources and references with other runs, and nothing else', () => {
    const [one, other] = results.map((result) => translated(result).named);
    expect(other?.sources).toEqual(one?.sources);
    expect(other?.references).toEqual(one?.references);
    expect(one?.hypotheses.file).toBe('translations/standard-h2-seed0.txt');
    expect(other?.hypotheses.file).toBe('translations/super-h2-seed0.txt');
  });

  it('are named by the record, so that they are checked and collected with it', () => {
    for (const { record, files } of results) {
      expect(() => recordText(record, RUNS)).not.toThrow();
      expect(new Set(RUNS.attachments(record).map(({ file }) => file))).toEqual(new Set(files.keys()));
    }
  });

  it('are refused where a sentence is more than a line', () => {
    const given = { sources: ['a\nb'], references: ['c'], hypotheses: ['d'] };
    expect(() => translationFiles(planRuns(experiment)[0] as PlannedRun, given)).toThrow(
      'sources: expected one line a sentence, got "a\\nb"',
    );
  });
});
