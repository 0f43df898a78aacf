// Uses every installed package once, and prints the name of each that did what it should.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optimisedAttention, type SuperParameters, superAttention } from '@better-attention/attention';
import { bleu } from '@better-attention/bleu';
import { readIdx } from '@better-attention/datasets';
import { defineLayers } from '@better-attention/experiment';
import { type Claim, claimant, holderOf } from '@better-attention/files';
import { type TextClassifierParameters, textClassifier } from '@better-attention/models';
import { type RandomStream, randomStream } from '@better-attention/random';
import { RUNS, type RunRecord, readRecords, runRecord } from '@better-attention/records';
import { ACCURACY, buildReport, renderExcerpt } from '@better-attention/reporting';
import { type PairedTest, pairedTTest } from '@better-attention/statistics';
import { compile, tensorSpec } from '@better-attention/tfjs-onnx';
import { adam, classification, onnxEngine } from '@better-attention/training';
import { i32, local, TYPES, wasmModule } from '@better-attention/webassembly';
import * as tf from '@tensorflow/tfjs';
import { createFolder } from 'create-better-attention';

const random: RandomStream = randomStream(1);

const uses: Record<string, () => Promise<void> | void> = {
  async 'create-better-attention'() {
    const parent = await mkdtemp(join(tmpdir(), 'created-'));
    assert.ok((await createFolder(join(parent, 'my-attention'))).includes('cosine-attention.js'));
    await rm(parent, { recursive: true });
  },

  webassembly() {
    const body = [...local.get(0), ...local.get(1), ...i32.add];
    const add = { parameters: [TYPES.i32, TYPES.i32], results: [TYPES.i32], locals: [], body };
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(wasmModule({ add }));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    assert.equal((exports.add as (a: number, b: number) => number)(2, 3), 5);
  },

  random() {
    assert.deepEqual(randomStream(1, 'order').permutation(9), randomStream(1, 'order').permutation(9));
    assert.deepEqual([...random.derive('order').permutation(4)].sort(), [0, 1, 2, 3]);
  },

  attention() {
    const attention = superAttention({ modelWidth: 8, heads: 2, contextLength: 3 });
    const parameters: SuperParameters = attention.init(random);
    const x: tf.Tensor3D = tf.ones([1, 3, 8]);
    const { output, weights } = attention.apply(
      parameters,
      { query: x, key: x, value: x },
      { returnWeights: true },
    );
    assert.equal(tf.getBackend(), 'cpu');
    assert.deepEqual(output.shape, [1, 3, 8]);
    assert.deepEqual(weights?.shape, [1, 2, 3, 3]);
    const sums = tf.sum(weights as tf.Tensor4D, -1).dataSync<'float32'>();
    for (const sum of sums) assert.ok(Math.abs(sum - 1) < 1e-5);
    // @ts-expect-error: Super attention fixes the length that it is made for.
    assert.throws(() => superAttention({ modelWidth: 8, heads: 2 }), /context/);
    assert.equal(optimisedAttention({ modelWidth: 8, heads: 2 }).parameterCount, 3 * (8 * 8 + 8));
  },

  models() {
    const tokens = tf.tensor2d([[1, 2, 3, 0]], [1, 4], 'int32');
    assert.deepEqual(classifier.apply(classifier.init(random), { tokens }).logits.shape, [1, 1]);
  },

  async 'tfjs-onnx'() {
    const compiled = await compile(({ x }) => tf.mul(x, tf.add(x, 1)), { x: tensorSpec([3]) });
    const values: Float32Array | Int32Array | Uint8Array = await compiled.run({
      x: Float32Array.of(1, 2, 3),
    });
    assert.deepEqual([...values], [2, 6, 12]);
    assert.ok(compiled.toOnnx().length > 0);
    await compiled.dispose();
  },

  async datasets() {
    const file = new URL('./digits.idx', import.meta.url);
    await writeFile(file, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9));
    const { shape, values } = await readIdx(file.pathname, 'labels');
    assert.deepEqual([shape, [...values]], [[3], [7, 0, 9]]);
  },

  async files() {
    const path = new URL('./work/run', import.meta.url).pathname;
    const claim: Claim | undefined = await claimant().tryClaim(path);
    assert.equal((await holderOf(path))?.pid, process.pid);
    await claim?.finish();
    assert.equal(await holderOf(path), undefined);
  },

  bleu() {
    const { score } = bleu({ hypotheses: ['uno dos tres cuatro'], references: ['uno dos tres cuatro'] });
    assert.equal(score.toFixed(9), '100.000000000');
  },

  statistics() {
    const test: PairedTest | undefined = pairedTTest([1, 2, 3]);
    assert.equal(test?.p.toFixed(9), '0.074179900');
    assert.equal(pairedTTest([1, 2]), undefined);
  },

  async records() {
    const records: ReadonlyMap<string, RunRecord> = await readRecords(RECORDS, RUNS);
    assert.ok(records.size >= 4);
    assert.equal(runRecord.safeParse({}).success, false);
  },

  async training() {
    const engine = await onnxEngine({ threads: 1 });
    const trainer = await engine.prepare(
      {
        fields: { tokens: { shape: [4], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
        batchSize: 2,
        optimiser: adam({ learningRate: 0.01 }),
        init: classifier.init,
        loss: (parameters, { tokens, label, weight }, dropout) => {
          const inputs = { tokens: tokens as tf.Tensor2D };
          const { logits } = classifier.apply(parameters as TextClassifierParameters, inputs, { dropout });
          return classification(logits, label as tf.Tensor1D, weight as tf.Tensor1D);
        },
      },
      randomStream(1),
    );
    const batch = {
      tokens: Int32Array.of(1, 2, 3, 0, 4, 5, 6, 7),
      label: Int32Array.of(0, 1),
      weight: Float32Array.of(1, 1),
    };
    const before = await trainer.train({ batch, masks: [] });
    const { metrics: after } = await trainer.evaluate(batch);
    assert.ok((after.loss as number) < (before.loss as number));
    await trainer.dispose();
  },

  async reporting() {
    const { tables } = buildReport({
      folder: 'reports/paper',
      preset: 'paper',
      tables: [
        {
          kind: 'training',
          name: 'imdb',
          title: 'IMDB',
          preset: { name: 'paper' },
          metrics: [ACCURACY],
          headline: 'accuracy',
          mechanisms: ['standard', 'optimised', 'efficient', 'super'],
          heads: 4,
          records: await readRecords(RECORDS, RUNS),
          recordsFolder: RECORDS,
          deviations: [],
        },
      ],
    });
    assert.match(tables.map((table) => renderExcerpt(table)).join(), /\| Super +\|.+ \d\d\.\d\d ± \d\.\d\d/);
  },

  experiment() {
    assert.equal(typeof defineLayers, 'function');
  },
};

const RECORDS = 'experiments/imdb/runs/paper';
const classifier = textClassifier({
  vocabularySize: 10,
  length: 4,
  modelWidth: 8,
  heads: 2,
  hiddenWidth: 8,
  headWidth: 8,
  classes: 2,
  dropout: 0,
  mechanism: 'super',
});

for (const [name, use] of Object.entries(uses)) {
  await use();
  console.log(name);
}
