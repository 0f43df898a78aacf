import { existsSync } from 'node:fs';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { onnxEngine, tensorflowEngine } from '../../src/index.js';
import { hasAddon, leftOut } from './addon.js';
import { classifier, classifierBatch, expectLosses, train } from './steps.js';

const GPU = '@tensorflow/tfjs-node-gpu';
const driver = existsSync('/proc/driver/nvidia/version');

describe.runIf(hasAddon(GPU))(`tensorflow engine on cuda${leftOut(GPU)}`, () => {
  it.runIf(!driver)('is refused without a card, with the reason', async () => {
    await expect(tensorflowEngine({ device: 'cuda' })).rejects.toThrow(
      /^tensorflow engine: device cuda: TensorFlow 2\.\d+\.\d+ sees no GPU: the NVIDIA driver is not loaded.*; or choose the device cpu$/,
    );
  });

  it.runIf(driver)('trains as the onnx engine does on the CPU, step by step within 0.1 %', async () => {
    const engine = await tensorflowEngine({ device: 'cuda' });
    const ours = await engine.prepare(classifier('standard'), randomStream(0));
    const theirs = await (await onnxEngine()).prepare(classifier('standard'), randomStream(0));
    expectLosses(
      await train(ours, 0, 20, classifierBatch),
      await train(theirs, 0, 20, classifierBatch),
      1e-3,
    );
    await Promise.all([ours.dispose(), theirs.dispose()]);
  });
});
