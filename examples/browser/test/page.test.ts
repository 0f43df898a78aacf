import '../../../testing/backend.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TextClassifierParameters, textClassifier } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import { entries, unflatten } from '@better-attention/tfjs-onnx/recorder';
import * as tf from '@tensorflow/tfjs-core';
import type { Browser, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerSegmentSum } from '../../../packages/training/src/engines/segment-sum.js';
import {
  hasChromium,
  launchChromium,
  sidewaysOf,
  violationsOf,
  withoutChromium,
} from '../../../testing/chromium.js';
import { type PageData, writePageData } from '../build/page-data.js';
import { policy } from '../build/policy.js';
import { textEncoder } from '../src/encode.js';
import type { ParameterArray } from '../src/export.js';
import { CLASSIFIER } from '../src/settings.js';
import { startTraining } from '../src/training.js';

/** On two busy cores, where WebGPU's shaders are compiled for the processor. */
const PATIENCE = 400_000;
/** WebGPU by the processor. */
const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../../samples', import.meta.url));
const REVIEW =
  'This was the worst film I have ever seen: boring, stupid, a terrible waste of time. Avoid it.';

describe.skipIf(!hasChromium)(`the page in Chromium${withoutChromium}`, () => {
  let folder: string;
  let data: PageData;
  let server: PreviewServer;
  let origin: string;
  let problems: string[];
  const browsers: Browser[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a page '));
    const publicDir = join(folder, 'public');
    data = await writePageData(publicDir, SAMPLES);
    const inline = { configFile: false, root: ROOT, base: './', logLevel: 'warn' } as const;
    const outDir = join(folder, 'dist');
    await build({
      ...inline,
      plugins: [policy],
      publicDir,
      build: { target: 'es2022', outDir, emptyOutDir: true, chunkSizeWarningLimit: 1500 },
    });
    server = await preview({ ...inline, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
    origin = server.resolvedUrls?.local[0] as string;
    await tf.setBackend('cpu');
    tf.unregisterKernel(tf.UnsortedSegmentSum, 'cpu'); // takes one pass over all rows for each word of the vocabulary
    registerSegmentSum('cpu');
  }, PATIENCE);

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function launch(...flags: string[]): Promise<Browser> {
    const browser = await launchChromium(...flags);
    browsers.push(browser);
    return browser;
  }

  async function open(
    browser: Browser,
    width = 1280,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> {
    problems = [];
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
        problems.push(request.url());
    });
    await page.goto(origin);
    await page.locator('#start:enabled').waitFor();
    await page
      .locator('#verdict', { hasText: 'itive' })
      .or(page.locator('#verdict', { hasText: 'gative' }))
      .waitFor();
    return page;
  }

  /** Keeps the loss of each step that the page shows. */
  async function watchLosses(page: Page): Promise<() => Promise<number[]>> {
    await page.evaluate(() => {
      const losses: number[] = [];
      Object.assign(globalThis, { losses });
      const shown = document.getElementById('loss') as HTMLElement;
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) losses.push(Number(addedNodes[0]?.textContent));
      }).observe(shown, { childList: true });
    });
    return () => page.evaluate(() => (globalThis as unknown as { losses: number[] }).losses);
  }

  /** What the page says of a review: the probability that it is positive, to a tenth of a percent. */
  async function probabilityOf(page: Page, review: string): Promise<number> {
    await page.fill('#review', review);
    await expect.poll(() => page.textContent('#reading')).toContain(`${review.split(/\s+/).length} words`);
    const [, kind, share] =
      /(Positive|Negative), (\d+\.\d) %/.exec((await page.textContent('#verdict')) ?? '') ?? [];
    return kind === 'Positive' ? Number(share) / 100 : 1 - Number(share) / 100;
  }

  /** The same probability by TensorFlow.js' own kernels in Node. */
  function expectedProbability(
    mechanism: string,
    parameters: Readonly<Record<string, ParameterArray>>,
  ): number {
    const model = textClassifier({ ...CLASSIFIER, mechanism });
    const { tokens } = textEncoder(data.vocabulary)(REVIEW);
    return tf.tidy(() => {
      const structure = model.init(randomStream(0));
      const tensors = entries<tf.Tensor>(structure).map(([path]) => {
        const { values, shape } = parameters[path] as ParameterArray;
        return tf.tensor(values, [...shape]);
      });
      const { logits } = model.apply(unflatten(structure, tensors) as TextClassifierParameters, {
        tokens: tf.tensor2d(tokens, [1, CLASSIFIER.length], 'int32'),
      });
      return tf.sigmoid(logits).dataSync()[0] as number;
    });
  }

  it('has a policy, by which it makes no code out of text', async () => {
    const page = await open(await launch());
    expect(await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content')).toMatch(
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; /,
    );
    expect(problems).toEqual([]);
  });

  it(
    'answers with the exported classifier as Node does',
    async () => {
      const page = await open(await launch());
      const { mechanism, parameters } = data.classifier;
      const expected = expectedProbability(mechanism, parameters);
      expect(Math.abs((await probabilityOf(page, REVIEW)) - expected)).toBeLessThan(0.001);
      expect(expected).toBeLessThan(0.5);
      await page.fill('#review', ' ');
      await expect.poll(() => page.textContent('#verdict')).toBe('Nothing to read');
      expect(problems).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'trains on WebAssembly: the loss falls, and the test accuracy is above chance',
    async () => {
      const page = await open(await launch());
      const losses = await watchLosses(page);
      expect(await page.textContent('#backend')).toBe('WebAssembly');
      await page.selectOption('#mechanism', 'efficient');
      await page.click('#start');
      await page.locator('#training-status', { hasText: 'Epoch 2' }).waitFor();
      await page.click('#stop');
      await page.locator('#use-trained:enabled').waitFor();
      const seen = await losses();
      expect(seen.length).toBeGreaterThanOrEqual(2 * Math.floor(data.train.size / 64));
      expect(mean(seen.slice(-10))).toBeLessThan(mean(seen.slice(0, 10)) - 0.15);
      expect(Number.parseFloat((await page.textContent('#test-accuracy')) ?? '')).toBeGreaterThan(60);
      expect(await page.locator('#loss-curve circle').count()).toBe(2);
      expect(problems).toEqual([]);
    },
    PATIENCE,
  );

  it.each([
    ['WebAssembly', 'super', 3, []],
    ['WebGPU', 'standard', 1, WEBGPU_FLAGS],
  ])(
    'on %s, %s: trains as Node does, stops, exports and runs what it has trained',
    async (backend, mechanism, fewest, flags) => {
      const page = await open(await launch(...flags));
      const losses = await watchLosses(page);
      expect(await page.textContent('#backend')).toBe(backend);
      await page.selectOption('#mechanism', mechanism);
      await page.click('#start');
      await page.locator('#step', { hasText: new RegExp(`^[${fewest}-9] `) }).waitFor();
      await page.click('#stop');
      await page.locator('#training-status', { hasText: 'Stopped' }).waitFor();
      const taken = Number(/\d+/.exec((await page.textContent('#training-status')) ?? '')?.[0]);
      await page.click('#use-trained');
      await page.locator('#model-status', { hasText: `${mechanism} classifier of ${taken} steps` }).waitFor();
      const shown = await losses();
      const probability = await probabilityOf(page, REVIEW);

      const expected = await trainInNode(mechanism, taken);
      expect(shown).toHaveLength(taken);
      shown.forEach((loss, step) => {
        expect(Math.abs(loss - (expected.losses[step] as number)), `step ${step + 1}`).toBeLessThan(0.001);
      });
      expect(Math.abs(probability - expectedProbability(mechanism, expected.parameters))).toBeLessThan(0.002);
      expect(problems).toEqual([]);
    },
    PATIENCE,
  );

  async function trainInNode(mechanism: string, count: number) {
    const training = startTraining({ mechanism, train: data.train, test: data.test, epochs: 5, seed: 1 });
    const losses: number[] = [];
    for await (const { step, loss } of training.steps()) {
      losses.push(loss);
      if (step === count) break;
    }
    const parameters = await training.parameters();
    training.dispose();
    return { losses, parameters };
  }

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i pixels wide, %s: fits, and no violation that axe finds',
    async (width, scheme) => {
      const page = await open(await launch(), width, scheme);
      expect(await violationsOf(page)).toEqual([]);
      expect(await sidewaysOf(page)).toBeLessThanOrEqual(0);
      expect(problems).toEqual([]);
    },
    PATIENCE,
  );
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
