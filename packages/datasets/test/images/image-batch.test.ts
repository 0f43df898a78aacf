import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { randomStream } from '@better-attention/random';
import { describe, expect, it, vi } from 'vitest';
import { drawChanges } from '../../src/images/augment.js';
import { computeImages, type ImageRequest, imagesOf } from '../../src/images/image-batch.js';
import { type PixelStore, pixelFile, sharedBytes } from '../../src/images/pixel-store.js';

const COUNT = 40;
const shape = { height: 32, width: 32, channels: 3 };
const length = 32 * 32 * 3;
const bytes = sharedBytes(COUNT * length);
bytes.set(Uint8Array.from({ length: bytes.length }, (_, index) => (index * 2_654_435_761) >>> 24));

const inFile = pixelFile(length);
for (let record = 0; record < COUNT; record++) {
  inFile.append(bytes.subarray(record * length, (record + 1) * length));
}
const stores: [string, PixelStore][] = [
  ['memory', { bytes, length }],
  ['a file', inFile.store],
];

function requestOf(store: PixelStore, count: number): ImageRequest {
  const records = Uint32Array.from({ length: count }, (_, index) => (index * 7) % COUNT);
  return {
    store,
    records,
    shape,
    values: Float32Array.from({ length: 3 * 256 }, (_, index) => (index - 300) / 77),
    size: 72,
    changes: drawChanges(records, { flip: true, rotation: 0.02, zoom: 0.2 }, randomStream(4)),
  };
}

/** How many threads start until something is done. */
async function threadsStartedBy(work: () => Promise<unknown>): Promise<number> {
  let started = 0;
  const count = () => started++;
  process.on('worker', count);
  await work();
  process.off('worker', count);
  return started;
}

describe('the images of a batch', () => {
  it.each(stores)('are the same bits from another thread as from this one, out of %s', async (_, store) => {
    const request = requestOf(store, COUNT);
    const images = await imagesOf(request);
    expect(images).toHaveLength(COUNT * 72 * 72 * 3);
    expect(Buffer.compare(Buffer.from(images.buffer), Buffer.from(computeImages(request).buffer))).toBe(0);
    const [first, second] = [0, 72 * 72 * 3].map((start) => images.slice(start, start + 100));
    expect(first).not.toEqual(second);
  });

  it('are made here where they are few, and by one thread for all batches where they are many', async () => {
    vi.resetModules();
    const { imagesOf: fresh } = await import('../../src/images/image-batch.js');
    const [[, store]] = stores as [[string, PixelStore]];
    expect(await threadsStartedBy(() => fresh(requestOf(store, 2)))).toBe(0);
    const many = () => Promise.all([20, 30, 40].map((count) => fresh(requestOf(store, count))));
    expect(await threadsStartedBy(many)).toBe(1);
  });

  it('come with the reason where their bytes cannot be read', async () => {
    const request = requestOf({ descriptor: 99_999, length }, COUNT);
    await expect(imagesOf(request)).rejects.toThrow('EBADF');
  });

  it('are waited for by a process that ends afterwards', async () => {
    const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
    const samples = fileURLToPath(new URL('../../../../samples', import.meta.url));
    const script = `
      const { cifar100 } = await import(${JSON.stringify(built)});
      const { test } = await cifar100({ size: 72 }).load({ use: 'sample', samples: ${JSON.stringify(samples)} });
      for (const count of [64, 65]) {
        const { image } = await test.batch([...Array(count).keys()]);
        console.log(image.length / (72 * 72 * 3));
      }`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 30_000,
    });
    expect(stdout).toBe('64\n65\n');
  });
});
