import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imdb, mnist, translation } from '@better-attention/datasets';
import { writeAtomically } from '@better-attention/files';
import { randomStream } from '@better-attention/random';
import { RUNS, writeRecord } from '@better-attention/records';
import {
  adam,
  type Batch,
  decodeSafetensors,
  decodeSealed,
  type NamedArrays,
  onnxEngine,
} from '@better-attention/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../../testing/all-close.js';
import { runOnWeb } from '../../../tfjs-onnx/test/web-session.js';
import {
  type ExperimentData,
  type ResolvedExperiment,
  resolveExperiment,
} from '../../src/definition/define-experiment.js';
import type { ModelRecipe } from '../../src/definition/model.js';
import { exportRun } from '../../src/export/export-run.js';
import { defineExperiment, textClassifier, translator, vit } from '../../src/index.js';
import { encodeKept, keptFile, readKept } from '../../src/runs/kept-parameters.js';
import { type PlannedRun, planRuns } from '../../src/runs/plan-runs.js';
import { executeRun } from '../../src/runs/run.js';
import { describeMachine } from '../../src/workspace/provenance.js';
import { recordsIn } from '../workspace.js';

const hash = '0'.repeat(64);
const source = { commit: 'c0ffee', dirty: true, packages: hash, lockfile: hash };
const limits = { train: 200, test: 20 };
/** Examples of one run of an exported model. */
const BATCH = 3;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exported models '));
});
afterAll(() => rm(folder, { recursive: true }));

/** An experiment on an embedded sample that trains for one epoch. */
function experimentOf(name: string, dataset: ExperimentData, model: ModelRecipe): ResolvedExperiment {
  const experiment = defineExperiment({
    name,
    title: name,
    dataset,
    model,
    training: { optimiser: adam({ learningRate: 0.01 }), batchSize: 32, epochs: 1, select: 'accuracy' },
    columns: ['loss', 'accuracy'],
    headline: 'accuracy',
    mechanisms: ['standard', 'super'],
    seeds: 1,
    presets: { tiny: { because: 'a test', embeddedSample: true, limits } },
    deviations: [],
  });
  return resolveExperiment(experiment, { preset: 'tiny' });
}

const small = { modelWidth: 8, heads: 2, hiddenWidth: 8 };
const experiments = {
  imdb: experimentOf(
    'imdb',
    imdb({ vocabularySize: 500, length: 8 }),
    textClassifier({ ...small, headWidth: 4, dropout: 0.1 }),
  ),
  mnist: experimentOf(
    'mnist',
    mnist({ size: 12 }),
    vit({
      ...small,
      patchSize: 4,
      blocks: 2,
      headWidths: [8],
      dropout: 0.1,
      attentionDropout: 0.1,
      headDropout: 0.1,
    }),
  ),
  'en-es-translation': experimentOf(
    'en-es-translation',
    translation({ vocabularySize: 200, length: 6 }),
    translator({ ...small, dropout: 0.1, translated: 4 }),
  ),
};

const trainings = new Map<ResolvedExperiment, ReturnType<typeof train>>();

/** The experiment's run of Super attention, trained once. */
function trained(experiment: ResolvedExperiment): ReturnType<typeof train> {
  const training = trainings.get(experiment) ?? train(experiment);
  trainings.set(experiment, training);
  return training;
}

/** Trains the run, keeps its parameters, and gives the data and what the engine infers. */
async function train(experiment: ResolvedExperiment) {
  const run = planRuns(experiment).find(({ mechanism }) => mechanism === 'super') as PlannedRun;
  const engine = await onnxEngine({ threads: 1 });
  const dataset = await experiment.dataset.load({ use: 'sample', limits });
  const setting = { experiment, dataset, engine, machine: describeMachine(), source };
  const { parameters, record } = await executeRun(run, setting, { keepParameters: true });
  const runs = join(folder, experiment.name);
  await writeAtomically(keptFile(runs, run), encodeKept(parameters as NamedArrays));

  const model = experiment.model.build({ ...run, dataset });
  const { optimiser } = experiment.training;
  const problem = { fields: dataset.fields, batchSize: BATCH, optimiser, init: model.init, loss: model.loss };
  const trainer = await engine.prepare(problem, randomStream(9));
  const snapshot = await trainer.snapshot();
  await trainer.restore({ ...snapshot, parameters: { ...snapshot.parameters, ...parameters?.arrays } });
  const signature = Object.entries(model.inference.inputs).map(([name, { shape, dtype }]) => {
    return [name, { shape: [BATCH, ...shape], dtype }] as const;
  });
  const computation = await trainer.compile(model.inference.apply, Object.fromEntries(signature));
  const infer = async (inputs: Batch) => (await computation.run(inputs)).logits as Float32Array;
  const lossOf = async (batch: Batch) =>
    (await trainer.evaluate({ ...batch, weight: new Float32Array(BATCH).fill(1) })).metrics.loss as number;
  return { runs, dataset, run, record, parameters: parameters as NamedArrays, infer, lossOf, signature };
}

/** What a model takes of a batch: its fields by name, cut to the model's shapes. */
function inputsOf(batch: Batch, signature: Awaited<ReturnType<typeof train>>['signature']) {
  const inputs = signature.map(([name, { shape }]) => {
    const values = batch[name] as Float32Array | Int32Array;
    const given = values.length / BATCH;
    const taken = shape.slice(1).reduce((product, length) => product * length);
    return [name, { dims: shape, data: values.filter((_, at) => at % given < taken) }] as const;
  });
  return Object.fromEntries(inputs);
}

/** What the logits of a row are to predict: the label, or each token of the target after the first but padding. */
function targetsOf({ label, target }: Batch): number[] {
  return [...(target ? target.filter((_, at) => at % (target.length / BATCH) > 0) : (label as Int32Array))];
}

/** The mean cross-entropy of rows of logits; a single logit is that of class 1 against 0. */
function crossEntropy(logits: Float32Array, targets: readonly number[], { padding = false }): number {
  const width = logits.length / targets.length;
  const losses = targets.flatMap((target, row) => {
    if (padding && target === 0) return [];
    const own = [...(width === 1 ? [0] : []), ...logits.subarray(row * width, (row + 1) * width)];
    return Math.log(own.reduce((sum, each) => sum + Math.exp(each), 0)) - (own[target] as number);
  });
  return losses.reduce((sum, each) => sum + each, 0) / losses.length;
}

describe('exportRun', () => {
  it.each([
    { name: 'imdb', shape: [BATCH, 1], vocabularies: ['tokens'] },
    { name: 'mnist', shape: [BATCH, 10], vocabularies: [] },
    { name: 'en-es-translation', shape: [BATCH, 6, 200], vocabularies: ['source', 'target'] },
  ] as const)(
    'writes an .onnx of $name that infers what the engine does',
    async ({ name, shape, vocabularies }) => {
      const experiment = experiments[name];
      const { runs, dataset, infer, lossOf, signature } = await trained(experiment);
      const out = join(folder, `${name}.onnx`);
      const files = await exportRun(experiment, {
        workspace: recordsIn(runs),
        out,
        mechanism: 'super',
      });
      expect(files.map(({ path }) => path)).toEqual([
        out,
        ...vocabularies.map((field) => join(folder, `${name}.${field}.txt`)),
      ]);
      for (const field of vocabularies) {
        const text = await readFile(join(folder, `${name}.${field}.txt`), 'utf8');
        expect(text.trimEnd().split('\n')).toEqual(dataset.vocabularies[field]);
      }

      const batch = await dataset.test.batch([0, 5, 11]);
      const inputs = inputsOf(batch, signature);
      const { logits } = await runOnWeb(await readFile(out), inputs);
      expect(logits?.dims).toEqual(shape);
      const own = await infer(
        Object.fromEntries(Object.entries(inputs).map(([field, { data }]) => [field, data])),
      );
      expectAllClose(logits?.data as Float32Array, own, { absolute: 1e-5 });
      const loss = crossEntropy(logits?.data as Float32Array, targetsOf(batch), {
        padding: name === 'en-es-translation',
      });
      expect(loss).toBeCloseTo(await lossOf(batch), 5);

      const first = Object.entries(inputs).map(([field, { dims, data }]) => {
        return [field, { dims: [1, ...dims.slice(1)], data: data.slice(0, data.length / BATCH) }] as const;
      });
      const alone = await runOnWeb(await readFile(out), Object.fromEntries(first));
      expect(alone.logits?.dims).toEqual([1, ...shape.slice(1)]);
      expectAllClose(alone.logits?.data as Float32Array, own.slice(0, own.length / BATCH), {
        absolute: 1e-5,
      });
    },
  );

  it('names the run, the data and the sources in the file, and the parameters as the model does', async () => {
    const experiment = experiments.imdb;
    const { runs, run, dataset } = await trained(experiment);
    const out = join(folder, 'named.onnx');
    await exportRun(experiment, { workspace: recordsIn(runs), out, mechanism: 'super' });
    const text = await readFile(out, 'latin1');
    for (const each of [
      'c0ffee-dirty',
      run.fingerprint,
      dataset.provenance.contents,
      '["negative","positive"]',
      'vocabulary.tokens',
      'block.attention.alignment',
      'tokens',
      'logits',
    ]) {
      expect(text).toContain(each);
    }
  });

  it('fixes the batch where it is told', async () => {
    const experiment = experiments.imdb;
    const { runs } = await trained(experiment);
    const fileOf = async (name: string, batch?: number) => {
      const out = join(folder, name);
      await exportRun(experiment, { workspace: recordsIn(runs), out, mechanism: 'super', batch });
      return readFile(out, 'latin1');
    };
    expect(await fileOf('any.onnx')).toContain('batch');
    expect(await fileOf('fixed.onnx', 2)).not.toContain('batch');
  });

  it('writes the parameters alone as .safetensors', async () => {
    const experiment = experiments.imdb;
    const { runs, parameters } = await trained(experiment);
    const out = join(folder, 'parameters.safetensors');
    await exportRun(experiment, { workspace: recordsIn(runs), out, mechanism: 'super' });
    const { arrays, metadata } = decodeSafetensors(await readFile(out), out);
    expect(arrays).toEqual(parameters.arrays);
    expect(metadata).toMatchObject({ ...parameters.metadata, labels: '["negative","positive"]' });
    expect(await readdir(folder)).toContain('parameters.tokens.txt');
  });

  it('says in one line what is missing, and the command that makes it', async () => {
    const experiment = experiments.imdb;
    const { runs, run } = await trained(experiment);
    const refusal = (options: Partial<Parameters<typeof exportRun>[1]>) =>
      exportRun(experiment, { workspace: recordsIn(runs), mechanism: 'super', ...options }).then(
        () => 'nothing',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    const train = 'run: npx pnpm better-attention train imdb --preset tiny';
    expect(await refusal({ mechanism: 'standard', workspace: recordsIn('/nowhere') })).toMatch(
      /^Failure: the parameters of standard with 2 heads and seed 0 are not kept: .*standard-h2-seed0.safetensors is missing; /,
    );
    expect(await refusal({ mechanism: 'standard' })).toContain(
      `${train} --mechanism standard --seed 0 --keep-parameters`,
    );
    expect(await refusal({ seed: 4 })).toContain(
      `${train} --seeds 5 --mechanism super --seed 4 --keep-parameters`,
    );
    expect(await refusal({ mechanism: 'supper' })).toBe(
      "Failure: unknown mechanism of imdb, preset tiny, 'supper'; did you mean super? Known: standard, super",
    );
    expect(await refusal({ out: 'model.pt' })).toBe(
      "Failure: expected a file that ends in .onnx or .safetensors, got 'model.pt'",
    );

    const other = join(folder, 'changed');
    const kept = decodeSealed(await readFile(keptFile(runs, run)), 'kept');
    const changed = async (changes: Partial<NamedArrays>) => {
      await writeAtomically(keptFile(other, run), encodeKept({ ...kept, ...changes }));
      return refusal({ workspace: recordsIn(other), out: join(folder, 'refused.onnx') });
    };
    const again = `; delete it and ${train} --mechanism super --seed 0 --keep-parameters`;
    const isNot = /^Failure: .*super-h2-seed0.safetensors is not what the run was trained to: /;
    for (const [name, value] of Object.entries({
      experiment: 'mnist',
      preset: 'paper',
      mechanism: 'standard',
      heads: '4',
      seed: '1',
      fingerprint: hash,
    })) {
      const said = await changed({ metadata: { ...kept.metadata, [name]: value } });
      expect(said).toMatch(isNot);
      expect(said).toContain(`${name} ${value}, expected ${kept.metadata[name]}${again}`);
    }
    expect(await changed({ metadata: { ...kept.metadata, data: hash } })).toMatch(
      /^Failure: .*super-h2-seed0.safetensors is of other data than is at hand; delete it and run: npx pnpm better-attention train imdb/,
    );
    const { 'logits.bias': _, ...arrays } = kept.arrays;
    expect(await changed({ arrays })).toMatch(
      /^Error: .*super-h2-seed0.safetensors: 'logits.bias' is missing$/,
    );
    expect(await readdir(folder)).not.toContain('refused.onnx');
  });
});

describe('kept parameters', () => {
  it('are read where file, plan and record agree, and refused where they don’t', async () => {
    const { run, record, parameters } = await trained(experiments.imdb);
    const runs = join(folder, 'with record');
    const path = keptFile(runs, run);
    const { mechanism, heads, seed, fingerprint } = run;
    const wanted = { folder: runs, experiment: 'imdb', preset: 'tiny', mechanism, heads, seed, fingerprint };
    const reading = () =>
      readKept({ ...wanted, where: 'the file', wayOut: 'train again' }).catch(
        (error: Error) => error.message,
      );
    await expect(reading()).resolves.toMatch(/^ENOENT/);

    await writeAtomically(path, encodeKept(parameters));
    expect(await reading()).toEqual(parameters);
    await writeRecord(runs, record, RUNS);
    expect(await reading()).toEqual(parameters);

    const source = { ...record.source, commit: 'decaf', dirty: false };
    await writeRecord(runs, { ...record, source, data: { ...record.data, contents: hash } }, RUNS);
    expect(await reading()).toBe(
      `the file is not what the run was trained to: data ${record.data.contents}, its record says ${hash}, commit c0ffee-dirty, its record says decaf; train again`,
    );

    await writeRecord(runs, record, RUNS);
    const file = await readFile(path);
    file[file.length - 1] = (file[file.length - 1] as number) ^ 1;
    await writeAtomically(path, file);
    expect(await reading()).toMatch(/^the file: expected the SHA-256 .*; it is damaged; train again$/);
  });
});
