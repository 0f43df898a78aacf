import type { CompleteRun } from '@better-attention/records';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { claimsOf } from '../../src/claims/claims.js';
import { LOSS } from '../../src/input/metrics.js';
import type { TrainingTableInput } from '../../src/input/tables.js';
import { buildSpeedTable, type SpeedTable } from '../../src/speed/speed-table.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { PAPER_DATASETS } from '../../src/verdicts/claimed.js';
import { conjunction, type Finding } from '../../src/verdicts/finding.js';
import { completeRun, failedRun, gridOfRuns, MECHANISMS, PAPER, tableOf } from '../runs.js';
import { speedTable } from '../speed-tables.js';

const MATMULS: Record<string, number> = { standard: 6, optimised: 5, efficient: 4, super: 5 };

function claims(tables: readonly TrainingTableInput[]): Claim[] {
  return claimsOf(tables.map(buildTrainingTable));
}

function claim(tables: readonly TrainingTableInput[], id: string): Claim {
  return claims(tables).find((one) => one.id === id) as Claim;
}

function findings(tables: readonly TrainingTableInput[], id: string): readonly Finding[] {
  return claim(tables, id).tables.flatMap((table) => table.findings);
}

function everyRun(changes: (mechanism: string, seed: number) => Partial<CompleteRun>, seeds = 5) {
  return MECHANISMS.flatMap((mechanism) =>
    Array.from({ length: seeds }, (_, seed) => completeRun(mechanism, { seed, ...changes(mechanism, seed) })),
  );
}

function withAccuracies(accuracies: Record<string, readonly number[]>): CompleteRun[] {
  return Object.entries(accuracies).flatMap(([mechanism, values]) =>
    values.map((accuracy, seed) => completeRun(mechanism, { seed, test: { loss: 0.5, accuracy } })),
  );
}

function named(name: string, runs: readonly CompleteRun[]): TrainingTableInput {
  return tableOf(
    runs.map((run) => ({ ...run, experiment: name })),
    { name },
  );
}

const STANDARD = [0.7, 0.71, 0.72, 0.7, 0.71];
const shifted = (...by: number[]) => STANDARD.map((value, seed) => value + (by[seed % by.length] as number));

describe('claim 1, attention parameters', () => {
  it('is supported by counts that are as much smaller as claimed, or more', () => {
    const table = tableOf(gridOfRuns());
    expect(claim([table], '1')).toMatchObject({
      verdict: 'open',
      version: 'v2',
      sentence:
        'Supported: IMDB. 1 of the paper’s 6 data sets has runs. No runs: MNIST, CIFAR-100, ImageNet, Amazon Reviews and Translation.',
      tables: [{ verdict: 'supported' }],
    });
    const all = Object.keys(PAPER_DATASETS).map((name) => named(name, gridOfRuns()));
    expect(claim(all, '1').verdict).toBe('supported');
    expect(findings([table], '1').map(({ numbers }) => numbers)).toEqual([
      { standard: 4224, mechanism: 3168, ratio: 0.75 },
      { standard: 4224, mechanism: 2112, ratio: 0.5 },
      { standard: 4224, mechanism: 3136, ratio: 3136 / 4224 },
    ]);
    expect(findings([table], '1')[2]?.sentence).toBe(
      'Super has 3,136 attention parameters, Standard 4,224: 25.8 % fewer (claimed: 25 % fewer where the context is as long as the model is wide, more for shorter contexts; this W^A has no bias).',
    );
  });

  it('is contradicted by a context longer than the model is wide', () => {
    const ours: Record<string, number> = {
      standard: 16_640,
      optimised: 12_480,
      efficient: 8320,
      super: 29_056,
    };
    const runs = everyRun((mechanism) => ({
      parameters: { model: 1e6, attention: ours[mechanism] as number },
    }));
    const { verdict, sentence } = claim([tableOf(runs)], '1').tables[0] as Claim['tables'][number];
    expect(verdict).toBe('contradicted');
    expect(sentence).toBe(
      'Supported: attention parameters of Optimised and Efficient. Contradicted: attention parameters of Super.',
    );
    expect(findings([tableOf(runs)], '1')[2]?.sentence).toContain('Standard 16,640: 74.6 % more (claimed');
  });

  describe('at the paper’s sizes, which need no run', () => {
    const at = (preset: string, contextLength: number, superLayer: number) => ({
      preset,
      heads: 4,
      contextLength,
      modelWidth: 64,
      models: new Map(
        Object.entries({ standard: 16_640, optimised: 12_480, efficient: 8320, super: superLayer }).map(
          ([mechanism, layer]) => [
            mechanism,
            { parameters: { model: 1e6 + 8 * layer, attention: 8 * layer, layer }, matmulsPerHead: 4 },
          ],
        ),
      ),
    });
    const small = everyRun((mechanism) => {
      const layer = at('cpu', 64, 12_416).models.get(mechanism)?.parameters.layer as number;
      return { parameters: { model: 1e6 + 4 * layer, attention: 4 * layer } };
    });

    it('is contradicted where it holds at this preset’s alone, and says both', () => {
      const table = tableOf(small, { counted: [at('cpu', 64, 12_416), at('paper', 144, 29_056)] });
      const [optimised, , superFinding] = findings([table], '1');
      expect(optimised).toMatchObject({ verdict: 'supported', word: 'fewer' });
      expect(superFinding).toMatchObject({
        verdict: 'contradicted',
        word: 'more',
        numbers: { standard: 66_560, mechanism: 49_664, standardAtPaper: 133_120, mechanismAtPaper: 232_448 },
      });
      expect(superFinding?.sentence).toContain('Standard 66,560: 25.4 % fewer (claimed');
      expect(superFinding?.sentence).toMatch(
        / At the sizes of preset paper \(ℓ = 144, d_m = 64, 4 heads\) it has 232,448, Standard 133,120: 74\.6 % more; a layer has 29,056, Standard’s 16,640\. So the claim holds at this preset’s sizes \(ℓ = 64, d_m = 64, 4 heads\) and not at the paper’s, of which it speaks\.$/,
      );
      expect(findings([table], '5').find(({ mechanism }) => mechanism === 'super')).toMatchObject({
        measure: 'model parameters',
        verdict: 'contradicted',
      });
    });

    it('is supported where it holds at the paper’s alone', () => {
      const runs = everyRun((mechanism) => ({
        parameters: { model: 1e6, attention: mechanism === 'super' ? 29_056 : 16_640 },
      }));
      const table = tableOf(runs, { counted: [at('paper', 64, 12_416)] });
      const superFinding = findings([table], '1')[2];
      expect(superFinding).toMatchObject({ verdict: 'supported', word: 'fewer' });
      expect(superFinding?.sentence).toMatch(
        /holds at the paper’s sizes, of which it speaks, and not at this preset’s sizes\.$/,
      );
    });

    it('is as here where the sizes are the same, and counted without a run where there is none', () => {
      const papers = at('paper', 64, 12_416);
      const same = everyRun((mechanism) => {
        const { model, attention } = papers.models.get(mechanism)?.parameters ?? expect.fail(mechanism);
        return { parameters: { model, attention } };
      });
      expect(findings([tableOf(same, { counted: [papers] })], '1')[0]?.sentence).toMatch(
        / At the sizes of preset paper \(ℓ = 64, d_m = 64, 4 heads\) these are the same\.$/,
      );
      const table = tableOf([failedRun('super')], {
        counted: [at('cpu', 64, 12_416), at('paper', 144, 29_056)],
      });
      expect(findings([table], '1')[2]).toMatchObject({ verdict: 'contradicted', records: [] });
      const none = tableOf([], { counted: [at('cpu', 64, 12_416), at('paper', 49, 12_416)] });
      expect(claim([none], '1')).toMatchObject({
        verdict: 'open',
        tables: [{ verdict: 'supported' }],
        sentence: expect.stringMatching(
          /^Supported: IMDB\. 0 of the paper’s 6 data sets have runs\. No runs: /,
        ),
      });
      expect(claim([none], '4-v2').tables[0]?.verdict).toBe('not measured');
      expect(claim([none], '6').sentence).toContain('No runs: MNIST');
    });
  });

  it('sets the paper’s own count beside a different one', () => {
    const value = {
      mechanism: 'super',
      heads: 4,
      column: 'attentionParameters',
      value: 3168,
      unit: '',
      approximate: false,
      knownFrom: 'author-helped' as const,
      note: 'with a bias.',
    };
    const table = tableOf(gridOfRuns(), { paper: { ...PAPER, values: [value] } });
    expect(findings([table], '1')[2]?.sentence).toMatch(
      / The paper counts 3,168 \(author-helped; with a bias\)\.$/,
    );
    expect(findings([table], '1')[0]?.sentence).not.toContain('The paper counts');
  });

  it('is not measured where the runs of a row disagree, or where there are none', () => {
    const mixed = [
      ...gridOfRuns(),
      completeRun('super', { seed: 9, parameters: { model: 643_136, attention: 3168 } }),
    ];
    expect(findings([tableOf(mixed)], '1')[2]).toMatchObject({
      verdict: 'not measured',
      sentence:
        'Runs of Super or Standard differ in their attention parameters, so they are of different code.',
    });
    const some = tableOf([completeRun('standard'), failedRun('super')]);
    expect(findings([some], '1')[2]).toMatchObject({
      verdict: 'not measured',
      sentence: 'No run of Super with 4 heads.',
    });
  });

  it('rests on the main rows, whatever an ablation of the heads counts', () => {
    const ablation = completeRun('super', { heads: 8, parameters: { model: 9999, attention: 9999 } });
    const table = tableOf([...gridOfRuns(), ablation]);
    expect(claim([table], '1').tables[0]?.verdict).toBe('supported');
    expect(claim([table], '1').tables[0]?.records).toHaveLength(20);
  });
});

describe('claim 2, matrix multiplications', () => {
  it('is supported by exactly as many fewer as claimed', () => {
    const runs = everyRun((mechanism) => ({ matmulsPerHead: MATMULS[mechanism] as number }));
    expect(claim([tableOf(runs)], '2').tables[0]?.verdict).toBe('supported');
    const same = everyRun(() => ({ matmulsPerHead: 6 }));
    expect(findings([tableOf(same)], '2').map(({ verdict }) => verdict)).toEqual(
      Array(3).fill('contradicted'),
    );
  });
});

describe('claim 3, like Standard', () => {
  const judged = (runs: readonly CompleteRun[], changes: Partial<TrainingTableInput> = {}) =>
    findings([tableOf(runs, changes)], '3').map(({ verdict, word }) => `${verdict}: ${word}`);
  const margin = (width: number) => ({ equivalence: { margin: width, because: 'so it is.' } });
  const runs = withAccuracies({
    standard: STANDARD,
    optimised: shifted(0.001, -0.001, 0),
    efficient: shifted(-0.03, -0.031),
  });

  it('is supported within the margin, contradicted beyond it, and else open', () => {
    expect(judged(runs)).toEqual(['supported: as good as', 'contradicted: behind']);
    expect(findings([tableOf(runs)], '3')[1]?.sentence).toMatch(
      /^Test accuracy of Efficient − Standard: −3\.04 percentage points, 4\.3 % worse, 95 % interval −3\.11 to −2\.97 over 5 seeds \(p < 0\.001, corrected p < 0\.001 over 6 data sets × 2 mechanisms\)\. Behind Standard by more than the margin of ± 1 percentage points \(corrected p < 0\.001\)\.$/,
    );
    const wide = withAccuracies({ standard: STANDARD, optimised: shifted(0.04, -0.03, 0.01, -0.02) });
    expect(judged(wide)).toEqual(['open: open', 'not measured: undefined']);
    const better = withAccuracies({ standard: STANDARD, optimised: shifted(0.03, 0.031) });
    expect(judged(better)[0]).toBe('contradicted: ahead');
  });

  it('says that a mechanism is behind where by how much is open, and where it is within the margin', () => {
    const behind = withAccuracies({ standard: STANDARD, optimised: shifted(-0.01, -0.011, -0.009) });
    expect(judged(behind)[0]).toBe('open: behind');
    expect(findings([tableOf(behind)], '3')[0]?.sentence).toMatch(
      / Behind Standard, but open by how much: shown neither to lie within the margin of ± 1 percentage points \(equivalence p = 0\.\d+\) nor beyond it \(corrected p = 1\.000\)\. /,
    );
    expect(judged(behind, margin(2))[0]).toBe('supported: as good as');
    expect(findings([tableOf(behind, margin(2))], '3')[0]?.sentence).toContain(
      ' As good as Standard: worse, by a difference within the margin of ± 2 percentage points (equivalence p < 0.001).',
    );
  });

  it('depends on the table’s margin, without which nothing is judged', () => {
    expect(judged(runs, margin(4))).toEqual(['supported: as good as', 'supported: as good as']);
    expect(judged(runs, margin(0.05))).toEqual(['open: open', 'contradicted: behind']);
    const { equivalence: _, ...without } = tableOf(runs);
    expect(findings([without], '3')[0]).toMatchObject({
      verdict: 'not measured',
      sentence: 'The experiment states no margin (`equivalence`) within which a difference counts as none.',
    });
    expect(findings([without], '4-v2')).toHaveLength(1);
  });

  it('tests equivalence as it is, and corrects what speaks against it over the fixed family', () => {
    const twice = withAccuracies({
      standard: STANDARD,
      optimised: shifted(0.004, 0.006, 0.001, 0.005, 0.004),
      efficient: shifted(0.004, 0.006, 0.001, 0.005, 0.004),
    });
    const alone = findings([tableOf(twice)], '3').map(({ numbers }) => numbers);
    expect(alone[0]).toMatchObject({ datasets: 6, mechanisms: 2 });
    expect(alone[0]?.pCorrected).toBeCloseTo(12 * (alone[0]?.p as number), 12);
    const [first] = findings([named('imdb', twice), named('mnist', twice)], '3');
    expect(first?.numbers).toEqual(alone[0]);
  });

  it('has no test of two seeds', () => {
    const two = withAccuracies({ standard: [0.7, 0.71], optimised: [0.7, 0.71], efficient: [0.7, 0.71] });
    expect(findings([tableOf(two)], '3')[0]).toMatchObject({
      verdict: 'open',
      sentence:
        'Optimised and Standard share 2 seeds: no test of fewer than three, so at least 1 more seed would decide it.',
      records: [
        'standard-h4-seed0.json',
        'standard-h4-seed1.json',
        'optimised-h4-seed0.json',
        'optimised-h4-seed1.json',
      ],
    });
  });

  it('is not measured when the data differ', () => {
    const [first, ...rest] = runs as [CompleteRun, ...CompleteRun[]];
    const other = { ...first, data: { ...first.data, contents: 'cd'.repeat(32) } };
    expect(findings([tableOf([other, ...rest])], '3')[0]).toMatchObject({
      verdict: 'not measured',
      sentence: 'The runs used different data.',
    });
  });
});

describe('claim 4, Super ahead', () => {
  const ahead = withAccuracies({ standard: STANDARD, super: shifted(0.03, 0.034, 0.036) });
  const statuses = (runs: readonly CompleteRun[]) =>
    findings([tableOf(runs)], '4-v2')[0]?.sizes?.map(({ share, status }) => `${share} ${status}`);

  it('is ahead on a data set by a gain above zero, beside what is shown of the claimed sizes', () => {
    const [v2, v3] = ['4-v2', '4-v3'].map((id) => claim([tableOf(ahead)], id));
    expect(v2?.tables[0]).toMatchObject({ verdict: 'supported' });
    expect(v2?.tables[0]?.findings[0]).toMatchObject({
      word: 'ahead',
      sizes: [
        { share: 0.1, status: 'excluded' },
        { share: 0.17, status: 'excluded' },
      ],
    });
    expect(v2?.tables[0]?.sentence).toMatch(
      /^Test accuracy of Super − Standard: \+3\.28 percentage points, 4\.6 % better, .* over 6 data sets × 1 mechanism\)\. Ahead of Standard\. A gain of 10 % or more is excluded and one of 17 % or more is excluded\.$/,
    );
    expect(v3?.sentence).toBe(
      'Supported: IMDB. Open: a gain of 10 % on one of them. The largest gain is 4.6 % relative to Standard, on IMDB; the paper says up to 10 %. 1 of the paper’s 6 data sets has runs. No runs: MNIST, CIFAR-100, ImageNet, Amazon Reviews and Translation.',
    );
  });

  it('tests a claimed size seed by seed: shown, open, excluded, or impossible', () => {
    const times = (...factors: number[]) =>
      withAccuracies({
        standard: STANDARD,
        super: STANDARD.map((value, seed) => value * (factors[seed % factors.length] as number)),
      });
    expect(statuses(times(1.12, 1.121, 1.122))).toEqual(['0.1 shown', '0.17 excluded']);
    expect(statuses(times(1.05, 1.2))).toEqual(['0.1 open', '0.17 open']);
    const exactly = findings([tableOf(times(1.11))], '4-v2')[0]?.sizes?.[0];
    expect(exactly?.distance).toBeCloseTo(0.01 * 70.8, 9);
    const high = withAccuracies({ standard: [0.91, 0.911, 0.912], super: [0.92, 0.922, 0.921] });
    expect(statuses(high)).toEqual(['0.1 impossible', '0.17 impossible']);
    const open = findings([tableOf(times(1.05, 1.2))], '4-v2')[0];
    expect(open?.sentence).toMatch(
      / A gain of 10 % or more is open and one of 17 % or more is open\. About \d+ seeds \(\d+ to .*\) would decide on the 10 %\./,
    );
  });

  it('names sizes that are claimed over all data sets: shown on one, or missed on all', () => {
    const over = (runs: readonly CompleteRun[], id: string, names = Object.keys(PAPER_DATASETS)) =>
      claim(
        names.map((name) => named(name, runs)),
        id,
      );
    const eleven = withAccuracies({
      standard: STANDARD,
      super: STANDARD.map((value, seed) => value * (1.12 + 0.001 * seed)),
    });
    expect(over(eleven, '4-v3').verdict).toBe('supported');
    expect(over(eleven, '4-v2')).toMatchObject({ verdict: 'contradicted' });
    expect(over(eleven, '4-v2').sentence).toContain('Contradicted: a gain of 17 % on one of them.');
    expect(over(eleven, '4-v2', ['imdb', 'mnist']).verdict).toBe('open');
  });

  it('is contradicted by a loss, or by no gain beyond the margin, and open without either', () => {
    const behind = withAccuracies({ standard: shifted(0.03, 0.034), super: STANDARD });
    expect(findings([tableOf(behind)], '4-v2')[0]).toMatchObject({ verdict: 'contradicted', word: 'behind' });
    const like = withAccuracies({ standard: STANDARD, super: shifted(0.001, -0.001, 0) });
    expect(findings([tableOf(like)], '4-v2')[0]).toMatchObject({
      verdict: 'contradicted',
      word: 'as good as',
      sentence: expect.stringContaining(
        ' As good as Standard: no gain beyond the margin of ± 1 percentage points (equivalence corrected p < 0.001).',
      ),
    });
    const level = withAccuracies({ standard: STANDARD, super: shifted(0.03, -0.02, 0.01) });
    const [open] = findings([tableOf(level)], '4-v2');
    expect(open).toMatchObject({ verdict: 'open', word: 'open' });
    expect(open?.sentence).toMatch(
      /Open: neither a gain, nor a loss, nor a difference within the margin of ± 1 percentage points is shown \(equivalence corrected p = 1\.000\)\. About \d+ seeds \(\d+ to (\d|,|more than )+\) would decide it with 80 % power; 5 seeds at hand\./,
    );
    expect(open?.seedsToDecide).toMatchObject({ seeds: expect.any(Number), power: 0.8 });
  });

  it('stays supported by a gain that is smaller than the margin, and says so', () => {
    const small = withAccuracies({ standard: STANDARD, super: shifted(0.003, 0.0031, 0.0029) });
    expect(findings([tableOf(small)], '4-v2')[0]).toMatchObject({
      verdict: 'supported',
      word: 'ahead',
      sentence: expect.stringContaining('Ahead of Standard, by a difference within the margin of ± 1'),
    });
  });

  it('decides nothing from a pilot’s seeds, and says how many would', () => {
    const [finding] = findings([tableOf(ahead, { pilotSeeds: 5 })], '4-v2');
    expect(finding).toMatchObject({ verdict: 'open', word: 'open', seedsToDecide: { seeds: 3 } });
    expect(finding?.sentence).toContain(
      ' Open: 5 seeds of a pilot, which sets how many others there will be and decides nothing. About 3 seeds (3 to 3) would decide it with 80 % power; 5 seeds at hand.',
    );
  });

  it('knows that a lower loss is better', () => {
    const table = (losses: Record<string, number>) => {
      const runs = Object.entries(losses).flatMap(([mechanism, loss]) =>
        [0, 0.01, 0.03].map((noise, seed) =>
          completeRun(mechanism, { seed, test: { loss: loss + noise * loss, accuracy: 0.7 } }),
        ),
      );
      return tableOf(runs, { metrics: [LOSS], headline: 'loss' });
    };
    const better = table({ standard: 0.5, super: 0.4 });
    expect(findings([better], '4-v2')[0]).toMatchObject({
      verdict: 'supported',
      numbers: { relativeGain: expect.closeTo(0.2, 12), probabilityOfImprovement: 1 },
      sizes: [{ status: 'shown' }, { status: 'shown' }],
    });
    const worse = table({ standard: 0.4, super: 0.5 });
    expect(findings([worse], '4-v2')[0]).toMatchObject({
      verdict: 'contradicted',
      word: 'behind',
      numbers: { relativeGain: expect.closeTo(-0.25, 12), probabilityOfImprovement: 0 },
      sizes: [{ status: 'excluded' }, { status: 'excluded' }],
    });
  });

  it('is contradicted as a whole by one data set', () => {
    const behind = withAccuracies({ standard: shifted(0.03, 0.034), super: STANDARD });
    const { verdict, sentence } = claim([named('imdb', ahead), named('mnist', behind)], '4-v2');
    expect(verdict).toBe('contradicted');
    expect(sentence).toMatch(
      /^Supported: IMDB\. Contradicted: MNIST\. .* 2 of the paper’s 6 data sets have runs\./,
    );
  });
});

describe('claim 5, smaller and faster', () => {
  it('compares models by their exact counts', () => {
    const [smaller] = findings([tableOf(gridOfRuns())], '5');
    expect(smaller).toMatchObject({
      verdict: 'supported',
      sentence: 'The model with Optimised has 643,168 parameters, with Standard 644,224: 0.2 % fewer.',
    });
    const same = everyRun(() => ({ parameters: { model: 640_000, attention: 1 } }));
    expect(findings([tableOf(same)], '5')[0]).toMatchObject({ verdict: 'contradicted' });
  });

  it('takes times from contests in turns alone, at the paper’s sizes', () => {
    const table = buildTrainingTable(tableOf(gridOfRuns()));
    const timesBy = (speeds: readonly SpeedTable[]) => {
      const { tables } = claimsOf([table], { speeds }).find(({ id }) => id === '5') as Claim;
      return tables[0]?.findings.filter(({ measure }) => measure.endsWith(' time')) ?? [];
    };
    expect(timesBy([]).map(({ verdict }) => verdict)).toEqual(Array(6).fill('not measured'));
    const faster = timesBy([buildSpeedTable(speedTable())]);
    expect(faster.map(({ verdict, word }) => [verdict, word])).toEqual(
      Array(6).fill(['supported', 'faster']),
    );
    expect(faster[0]?.records[0]).toBe('training-speed/imdb-paper-repetition0.json');
  });
});

describe('claim 6, all data sets', () => {
  it('gathers the other claims of its version and names data sets without runs', () => {
    const runs = everyRun((mechanism) => ({ matmulsPerHead: MATMULS[mechanism] as number }));
    const { verdict, sentence, tables } = claim([tableOf(runs)], '6');
    expect(tables[0]?.sentence).toMatch(/^Supported: claim 1, claim 2/);
    expect(tables[0]?.sentence.match(/claim 4/g)).toHaveLength(1);
    expect(tables[0]?.records).toHaveLength(20);
    expect(verdict).not.toBe('supported');
    expect(sentence).toContain('No runs: MNIST, CIFAR-100, ImageNet, Amazon Reviews and Translation.');
  });
});

describe('claims', () => {
  it('are not measured without runs of the paper’s data sets', () => {
    const other = named('complexity', gridOfRuns());
    for (const { verdict, sentence, tables } of claims([tableOf([]), other])) {
      expect(verdict).toBe('not measured');
      expect(tables).toEqual([]);
      expect(sentence).toContain('0 of the paper’s 6 data sets have runs.');
    }
  });

  it('say in every sentence that a sample is no verdict on the paper', () => {
    const sample = gridOfRuns().map((run) => ({
      ...run,
      preset: 'tiny',
      data: { ...run.data, source: 'embedded sample' as const },
    }));
    const judged = claims([tableOf(sample, { preset: { name: 'tiny' } })]);
    const sentences = judged.flatMap(({ sentence, tables }) => [
      sentence,
      ...tables.flatMap((table) => [table.sentence, ...table.findings.map((finding) => finding.sentence)]),
    ]);
    expect(sentences).toHaveLength(7 + 7 + 19);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^Sample \(preset tiny, no verdict on the paper\): [A-Z0-9]/);
    }
  });

  it('survive JSON, so that nothing in them is undefined or infinite', () => {
    const judged = claims([tableOf(gridOfRuns()), named('mnist', gridOfRuns({ seeds: 2 }))]);
    expect(JSON.parse(JSON.stringify(judged))).toEqual(judged);
  });

  it('are as strong as their weakest part', () => {
    expect(conjunction(['supported', 'supported'])).toBe('supported');
    expect(conjunction(['supported', 'not measured'])).toBe('open');
    expect(conjunction(['supported', 'open', 'contradicted'])).toBe('contradicted');
    expect(conjunction(['not measured'])).toBe('not measured');
    expect(conjunction([])).toBe('not measured');
  });
});
