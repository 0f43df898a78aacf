import { type TranslationDataset, tokensOf } from '@better-attention/datasets';
import {
  type DecodingStepInputs,
  greedyDecode,
  type Translator,
  type TranslatorParameters,
  type TranslatorState,
  translator as translatorModel,
} from '@better-attention/models';
import type { Sample } from '@better-attention/records';
import { type Dropout, type Trainer, tokenClassification } from '@better-attention/training';
import { slice, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { CountOptions, Examination, ModelRecipe } from '../definition/model.js';
import { at } from '../support/at.js';
import { spread } from '../support/spread.js';
import { countsOf } from './model-counts.js';
import { scoreTranslations } from './score-translations.js';
import { wordsOf } from './words.js';

/** Settings of {@link translator}. */
export interface TranslatorRecipe {
  readonly modelWidth: number;
  readonly heads: number;
  /** Width of the feed-forward layers. */
  readonly hiddenWidth: number;
  /** Dropout before the logits. */
  readonly dropout: number;
  /** How many test pairs are translated for BLEU, evenly spread. */
  readonly translated: number;
}

/** How many sentences are translated at once. */
const TOGETHER = 64;
/** How many translations a record shows. */
const SHOWN = 10;

/** What a batch of sentence pairs holds. */
type Pairs = { readonly source: Tensor2D; readonly target: Tensor2D; readonly weight: Tensor1D };
type PairArrays = { readonly source: Int32Array; readonly target: Int32Array };

/** The translator of the models package; vocabularies and lengths come from the data set. */
export function translator(settings: TranslatorRecipe): ModelRecipe<TranslationDataset> {
  const modelOf = ({ mechanism, heads, attentionOptions, outline }: CountOptions<TranslationDataset>) => {
    const { vocabularySize, length } = outline;
    const side = { vocabularySize, length };
    const model = translatorModel({
      ...settings,
      source: side,
      target: side,
      heads,
      mechanism,
      attentionOptions,
    });
    const layer = { modelWidth: settings.modelWidth, heads, contextLength: length };
    return { model, counts: () => countsOf(model, mechanism, layer) };
  };
  return {
    name: 'translator',
    heads: settings.heads,
    settings: { ...settings },
    count: (options) => modelOf(options).counts(),
    build({ dataset: pairs, ...options }) {
      const { classes, vocabularies, vocabularySize, length, standardisation } = pairs;
      const outline = { classes: classes.length, vocabularySize, length };
      const { model, counts } = modelOf({ ...options, outline });
      const examined = Math.min(settings.translated, pairs.test.size);
      const taught = ({ source, target }: Pairs) => ({ source, target: preceding(target) });
      return {
        ...counts(),
        init: model.init,
        loss(parameters: TranslatorParameters, batch: Pairs, dropout: Dropout) {
          const { logits } = model.apply(parameters, taught(batch), { dropout });
          return tokenClassification(logits, following(batch.target), batch.weight);
        },
        inference: {
          inputs: {
            source: { shape: [length], dtype: 'int32' },
            target: { shape: [length], dtype: 'int32' },
          },
          apply: (parameters: TranslatorParameters, { source, target }: Pairs) => ({
            logits: model.apply(parameters, { source, target }).logits,
          }),
          about: { standardisation },
        },
        attention: {
          layers: ['encoder', 'decoder', 'decoder to encoder'],
          weights: (parameters: TranslatorParameters, batch: Pairs) =>
            model.apply(parameters, taught(batch), { returnWeights: true }).weights ?? [],
          show(position: number, { source, target }: PairArrays, row: number) {
            const read = source.subarray(row * length, (row + 1) * length);
            const written = target.subarray(row * (length + 1), (row + 1) * (length + 1) - 1);
            return {
              label: `test pair ${position + 1}`,
              input: {
                kind: 'translation',
                source: wordsOf(read, vocabularies.source),
                target: wordsOf(written, vocabularies.target),
              },
            };
          },
        },
        examined,
        examine: (trainer, { examples = examined, signal } = {}) =>
          examine({ model, pairs, trainer, examples, length, signal }),
      };
    },
  };
}

interface TranslationTest {
  readonly model: Translator;
  readonly pairs: TranslationDataset;
  readonly trainer: Trainer;
  /** How many test pairs are translated. */
  readonly examples: number;
  readonly length: number;
  readonly signal: AbortSignal | undefined;
}

/** BLEU of greedy translations against the references, standardised as the targets are, and some translations. */
async function examine({ pairs, examples, length, ...options }: TranslationTest): Promise<Examination> {
  const { test, testPairs, vocabularies, standardisation, decode } = pairs;
  const positions = spread(examples, test.size);
  const translate = await compileTranslation({
    ...options,
    length,
    vocabulary: vocabularies.target,
  });
  const outputs: string[] = [];
  const taught: string[] = [];
  for (let first = 0; first < positions.length; first += TOGETHER) {
    options.signal?.throwIfAborted();
    const chosen = positions.slice(first, first + TOGETHER);
    const { source, target } = await test.batch([
      ...chosen,
      ...Array<number>(TOGETHER - chosen.length).fill(0),
    ]);
    const translations = await translate.run(source);
    outputs.push(...translations.slice(0, chosen.length).map(decode));
    taught.push(
      ...chosen.map((_, row) => decode(target.subarray(row * (length + 1), (row + 1) * (length + 1)))),
    );
  }
  await translate.dispose();

  const translated = outputs.map((output, index): Sample => {
    const { english, spanish } = at(testPairs, at(positions, index));
    return { source: english, reference: tokensOf(spanish, 'spanish', standardisation).join(' '), output };
  });
  const references = translated.map(({ reference }) => reference);
  const shown = new Set(spread(Math.min(SHOWN, outputs.length), outputs.length));
  const { bleu, scoring } = scoreTranslations({ outputs, taught, references });
  return {
    metrics: { bleu },
    scoring,
    samples: translated.filter((_, index) => shown.has(index)),
    translations: { sources: translated.map(({ source }) => source), references, hypotheses: outputs },
  };
}

interface TranslationOptions extends Pick<TranslationTest, 'model' | 'trainer' | 'length'> {
  /** Of the target language. */
  readonly vocabulary: readonly string[];
}

/** What the next token is computed from: the state, and the target so far. */
type NextTensors = TranslatorState & { readonly target: Tensor2D; readonly position: Tensor1D };

/**
 * Greedy decoding under the trainer's parameters: the source is encoded once, then one target token after another, each
 * computed alone from the keys and values before it.
 */
async function compileTranslation({ model, trainer, length, vocabulary }: TranslationOptions) {
  const tokens = { shape: [TOGETHER, length], dtype: 'int32' } as const;
  const encode = await trainer.compile(
    (parameters: TranslatorParameters, { source }: { source: Tensor2D }) => ({
      ...model.encode(parameters, source),
    }),
    { source: tokens },
  );
  const next = await trainer.compile(
    (parameters: TranslatorParameters, { target, position, ...state }: NextTensors) => ({
      ...model.next(parameters, { state, target, position }),
    }),
    { ...model.stateSpecs(TOGETHER), target: tokens, position: { shape: [1], dtype: 'int32' } },
  );
  const ends = { start: vocabulary.indexOf('[start]'), end: vocabulary.indexOf('[end]') };
  return {
    async run(source: Int32Array): Promise<number[][]> {
      let state = await encode.run({ source });
      const step = async ({ tokens, position }: DecodingStepInputs) => {
        const inputs = { ...state, target: tokens, position: Int32Array.of(position) };
        const { logits, ...target } = await next.run(inputs);
        state = { ...state, ...target };
        return logits as Float32Array;
      };
      return greedyDecode(step, { examples: TOGETHER, length, ...ends });
    },
    dispose: () => Promise.all([encode.dispose(), next.dispose()]),
  };
}

/** The tokens that a target position is predicted from: all but the last. */
function preceding(target: Tensor2D): Tensor2D {
  return slice(target, [0, 0], [-1, target.shape[1] - 1]);
}

/** The tokens to predict: all but the first. */
function following(target: Tensor2D): Tensor2D {
  return slice(target, [0, 1], [-1, target.shape[1] - 1]);
}
