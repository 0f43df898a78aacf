import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINUX_ALONE } from '../../../../../testing/skipped.js';
import { inspectCuda, whyNoGpu } from '../../../src/engines/tensorflow/cuda.js';

const complete = { driver: true, visibleDevices: undefined, missing: [] };

describe('whyNoGpu', () => {
  it.each([
    [
      { ...complete, driver: false, missing: ['cuDNN 8 (libcudnn.so.8)'] },
      'the NVIDIA driver is not loaded (nvidia-smi would list the cards); missing: cuDNN 8 (libcudnn.so.8); or choose the device cpu',
    ],
    [
      { ...complete, visibleDevices: '-1' },
      "CUDA_VISIBLE_DEVICES='-1' hides all cards; or choose the device cpu",
    ],
    [
      { ...complete, visibleDevices: '' },
      "CUDA_VISIBLE_DEVICES='' hides all cards; or choose the device cpu",
    ],
    [
      { ...complete, visibleDevices: '0' },
      'driver and libraries are there, so their versions or the card do not fit this TensorFlow (TF_CPP_MIN_LOG_LEVEL=0 shows what it tried); or choose the device cpu',
    ],
    [undefined, 'check the NVIDIA driver (nvidia-smi), CUDA and cuDNN, or choose the device cpu'],
  ])('of %j', (system, reason) => {
    expect(whyNoGpu(system)).toBe(reason);
  });
});

describe.runIf(process.platform === 'linux')(`inspectCuda${LINUX_ALONE}`, () => {
  it('finds the libraries beside the addon', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cuda-'));
    try {
      for (const [part, file] of [
        ['cuda_runtime', 'libcudart.so.12'],
        ['cudnn', 'libcudnn.so.8'],
      ] as const) {
        await mkdir(join(folder, 'deps/nvidia', part, 'lib'), { recursive: true });
        await writeFile(join(folder, 'deps/nvidia', part, 'lib', file), '');
      }
      expect(inspectCuda(folder)?.missing.join()).not.toMatch(/libcudart|libcudnn/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
