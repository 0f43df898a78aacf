import { baselineMechanisms, paperMechanisms } from '@better-attention/attention';
import { startBackend } from './backend.js';
import { type Classifier, loadClassifier } from './classifier.js';
import { curve } from './curve.js';
import { textEncoder } from './encode.js';
import { exportClassifier, type ParameterArray } from './export.js';
import { decodeReviews } from './reviews.js';
import { CLASSIFIER, FILES } from './settings.js';
import { startTraining } from './training.js';

const EPOCHS = 5;
const SEED = 1;

const element = <Kind extends Element>(id: string) => document.getElementById(id) as unknown as Kind;
const show = (id: string, text: string) => {
  element<HTMLElement>(id).textContent = text;
};
const fetched = async (file: string) => {
  const response = await fetch(new URL(file, document.baseURI));
  if (!response.ok)
    throw new Error(`${file}: expected the file that the build writes, got ${response.status}`);
  return response.arrayBuffer();
};
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const count = (value: number) => value.toLocaleString('en');

const start = element<HTMLButtonElement>('start');
const stop = element<HTMLButtonElement>('stop');
const useTrained = element<HTMLButtonElement>('use-trained');
const mechanism = element<HTMLSelectElement>('mechanism');
const review = element<HTMLTextAreaElement>('review');

/** The last training's result: what it may be exported from. */
let trained: { mechanism: string; step: number; parameters: Record<string, ParameterArray> } | undefined;

async function prepareTraining(): Promise<void> {
  const names = { 'of the paper': paperMechanisms, 'to compare with': baselineMechanisms };
  for (const [label, options] of Object.entries(names)) {
    const group = document.createElement('optgroup');
    group.label = label;
    group.append(...options.map((name) => new Option(name, name)));
    mechanism.append(group);
  }
  mechanism.value = 'super';
  const [train, test] = (await Promise.all([fetched(FILES.train), fetched(FILES.test)])).map(decodeReviews);
  if (train === undefined || test === undefined) return;
  show('length', `${CLASSIFIER.length}`);
  show('train-size', count(train.size));
  show('test-size', count(test.size));
  const curves = {
    loss: curve(element('loss-curve'), { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1] }),
    accuracy: curve(element('accuracy-curve'), { low: 0.4, high: 1, ticks: [0.4, 0.6, 0.8, 1] }),
  };
  for (const each of Object.values(curves)) each.begin(1);
  show('backend', await startBackend());
  show('training-status', 'Ready.');
  start.disabled = false;

  element<HTMLFormElement>('training').addEventListener('submit', async (event) => {
    event.preventDefault();
    const name = mechanism.value;
    const stopping = new AbortController();
    stop.onclick = () => stopping.abort();
    running(true);
    show('test-accuracy', '–');
    show('training-status', `Training with ${name} attention …`);
    const training = startTraining({ mechanism: name, train, test, epochs: EPOCHS, seed: SEED });
    show('parameters', count(training.parameterCount));
    const times: number[] = [];
    let taken = 0;
    for await (const { step, steps, epoch, loss, accuracy, milliseconds, test: tested } of training.steps()) {
      if (step === 1) for (const each of Object.values(curves)) each.begin(steps);
      taken = step;
      times.push(milliseconds);
      curves.loss.add(step, loss);
      curves.accuracy.add(step, accuracy);
      show('step', `${step} of ${steps}`);
      show('time', `${median(times).toFixed(1)} ms`);
      show('loss', loss.toFixed(3));
      if (tested) {
        curves.loss.mark(step, tested.loss);
        curves.accuracy.mark(step, tested.accuracy);
        show('test-accuracy', percent(tested.accuracy));
        show(
          'training-status',
          `Epoch ${epoch} of ${EPOCHS}: ${percent(tested.accuracy)} of the test reviews right.`,
        );
      }
      if (stopping.signal.aborted) break;
      await nextFrame();
    }
    trained = { mechanism: name, step: taken, parameters: await training.parameters() };
    training.dispose();
    if (stopping.signal.aborted) show('training-status', `Stopped after ${taken} steps.`);
    running(false);
  });
}

function running(now: boolean): void {
  start.disabled = now;
  mechanism.disabled = now;
  stop.disabled = !now;
  useTrained.disabled = now || trained === undefined;
}

async function prepareClassifier(): Promise<void> {
  const [words, model] = await Promise.all([fetched(FILES.vocabulary), fetched(FILES.classifier)]);
  const encode = textEncoder(JSON.parse(new TextDecoder().decode(words)));
  let classifier: Classifier = await loadClassifier(new Uint8Array(model));
  let latest = 0;

  async function classify(): Promise<void> {
    const request = ++latest;
    const { tokens, words: length, unknown } = encode(review.value);
    const probability = length === 0 ? undefined : await classifier.probability(tokens);
    if (request !== latest) return;
    element<HTMLMeterElement>('probability').value = probability ?? 0.5;
    show('verdict', probability === undefined ? 'Nothing to read' : verdictOf(probability));
    show('reading', readingOf(length, unknown));
  }

  async function replaceClassifier(bytes: Uint8Array, description: string): Promise<void> {
    const previous = classifier;
    classifier = await loadClassifier(bytes);
    await previous.release();
    show('model-status', description);
    await classify();
  }

  review.addEventListener('input', classify);
  useTrained.addEventListener('click', async () => {
    if (trained === undefined) return;
    const bytes = exportClassifier(trained.mechanism, trained.parameters);
    const size = count(Math.round(bytes.length / 1000));
    const description = `The ${trained.mechanism} classifier of ${trained.step} steps in this page (.onnx, ${size} kB).`;
    await replaceClassifier(bytes, description);
  });
  show(
    'model-status',
    `The classifier that the build trained and exported (.onnx, ${count(Math.round(model.byteLength / 1000))} kB).`,
  );
  await classify();
}

function verdictOf(probability: number): string {
  const share = Math.max(probability, 1 - probability);
  return `${probability > 0.5 ? 'Positive' : 'Negative'}, ${percent(share)}`;
}

function readingOf(words: number, unknown: readonly string[]): string {
  const { length } = CLASSIFIER;
  if (words === 0) return '';
  const how =
    words > length
      ? `, of which the last ${length} are read`
      : words < length
        ? `, repeated up to ${length}`
        : '';
  const read = `${words} ${words === 1 ? 'word' : 'words'}${how}`;
  if (unknown.length === 0) return `${read}. All of them are known.`;
  const named = unknown.slice(0, 8).map((word) => `“${word}”`);
  return `${read}. Unknown: ${named.join(', ')}${unknown.length > named.length ? ' and others' : ''}.`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function failed(id: string) {
  return (error: unknown) => {
    show(id, `This didn't work: ${error instanceof Error ? error.message : String(error)}`);
    console.error(error);
  };
}

await Promise.all([
  prepareTraining().catch(failed('training-status')),
  prepareClassifier().catch(failed('model-status')),
]);
