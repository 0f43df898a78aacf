import { type RandomStream, randomStream } from '@better-attention/random';
import {
  expandDims,
  logicalAnd,
  mul,
  type serialization,
  type Tensor,
  tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type Shape, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Attention, AttentionParameters, Dropout, NamedMechanism } from '../contract/attention.js';
import { mapTensors } from '../contract/parameter-tree.js';
import { requireKnown } from '../contract/settings.js';
import { carriesMask, maskList, maskOfKeys, NO_MASK, type PropagatedMask, requireMaskType } from './masks.js';
import { type AttentionConfig, type AttentionLayerOptions, attentionConfig, picked } from './options.js';
import { PaddingMask } from './padding-mask.js';
import { requireInputs } from './same-copy.js';
import { namedInputs, requireFittingShapes, shapeList } from './shapes.js';

/** What a call of a layer is told besides its inputs. */
export interface CallOptions {
  /** The masks that the inputs carry, or that of the first. */
  readonly mask?: PropagatedMask;
  /** Whether attention weights are dropped (default false). */
  readonly training?: boolean;
  /** Whether the weights are given beside the output, where the layer is in no model (default: its own option). */
  readonly returnWeights?: boolean;
}

const CALL_OPTIONS = ['mask', 'training', 'returnWeights'];

/** What a layer is once the width of its inputs is known. */
interface Built<Parameters extends AttentionParameters> {
  readonly modelWidth: number;
  /** How many keys the weights are over, where it isn't the number of keys that there are. */
  readonly weightedKeys: number | undefined;
  readonly attention: Attention<Parameters>;
  readonly parameters: Parameters;
}

/**
 * A mechanism as a layer of TensorFlow.js: its weights are the mechanism's parameters, and its output `[B, Lq, D]` is
 * that of the mechanism's `apply`.
 *
 * Its input is a sequence `[B, L, D]` that attends to itself, or several: `[query, value]` or `[query, value, key]`, of
 * shapes `[B, Lq, D]`, `[B, Lk, D]` and `[B, Lk, D]`. After them there may be masks of the keys, `[B, Lk]`, where 0 hides
 * a key. The masks that value and key carry, made by `embedding` with `maskZero` or by `masking`, hide keys as well; that
 * of the query goes on with the output.
 */
export abstract class AttentionLayer<
  Parameters extends AttentionParameters = AttentionParameters,
> extends layers.Layer {
  override supportsMasking = true;
  readonly #where: string;
  readonly #mechanism: NamedMechanism<Parameters>;
  readonly #config: AttentionConfig;
  readonly #random: RandomStream;
  readonly #noise: RandomStream;
  #built: Built<Parameters> | undefined;
  #queryCarriesMask = false;
  /** Whether the call that is under way gives the weights; TensorFlow.js asks for as many masks as there are outputs. */
  #givesWeights: boolean | undefined;

  /** @throws when an option is unknown or out of range */
  constructor(name: string, mechanism: NamedMechanism<Parameters>, options: AttentionLayerOptions) {
    const where = `${name} attention`;
    const config = attentionConfig(where, options, mechanism);
    super(options);
    this.#where = where;
    this.#mechanism = mechanism;
    this.#config = config;
    this.#random = randomStream(config.seed ?? Math.floor(Math.random() * 2 ** 32));
    this.#noise = this.#random.derive('attention dropout');
  }

  /**
   * The mechanism's parameters: the layer's weights themselves, as they are at any time.
   * @throws before the layer has been built or applied
   */
  get parameters(): Parameters {
    return this.#requireBuilt().parameters;
  }

  /** @throws when the mechanism refuses the options, or the inputs are not those of an attention layer */
  override build(inputShape: Shape | Shape[]): void {
    const { query, value } = namedInputs(
      this.#where,
      shapeList(inputShape).map((shape) => ({ shape })),
    );
    const modelWidth = this.#config.modelWidth ?? (query.shape.at(-1) as number);
    const contextLength = this.#config.contextLength ?? (value.shape[1] || undefined);
    const attention = this.#mechanism({
      ...picked(this.#config, this.#mechanism.optionNames),
      heads: this.#config.heads,
      modelWidth,
      ...(typeof contextLength === 'number' && { contextLength }),
    });
    const parameters = tidy(() => {
      const initial = attention.init(this.#random);
      return mapTensors(initial, (tensor, path) => this.#addParameter(tensor, path));
    });
    const weightedKeys = this.#mechanism.fixesContextLength
      ? weightedKeysOf(attention, parameters, modelWidth, contextLength as number)
      : undefined;
    this.#built = { modelWidth, weightedKeys, attention, parameters };
    super.build(inputShape);
  }

  /** @throws when known lengths of the inputs don't fit the layer or each other */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    const { modelWidth, weightedKeys } = this.#requireBuilt();
    const inputs = namedInputs(
      this.#where,
      shapeList(inputShape).map((shape) => ({ shape })),
    );
    requireFittingShapes(this.#where, modelWidth, inputs);
    if (this.#config.returnWeights !== true) return inputs.query.shape;
    const [batch = null, queries = null] = inputs.query.shape;
    const [, keys = null] = inputs.key.shape;
    return [inputs.query.shape, [batch, this.#config.heads, queries, weightedKeys ?? keys]];
  }

  /**
   * Adds the layer to a model, or computes its output at once: with `mask`, the masks that the inputs carry, as long as
   * the layer is in no model, with `training`, whether attention weights are dropped, and with `returnWeights`, whether
   * the result is `[output, weights]`.
   * @throws as {@link build}, {@link computeOutputShape} and the mechanism's `apply` do
   */
  override apply(
    inputs: Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[],
    options: CallOptions = {},
  ): Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[] {
    const list = [inputs].flat();
    requireInputs(this.#where, list);
    requireKnown(this.#where, options, CALL_OPTIONS);
    if (list.every((input) => input instanceof SymbolicTensor)) return this.#addToModel(list, options);
    // A model passes the mask of one layer on to all that run after it, whether their inputs carry any or not.
    const stale = this.inboundNodes.length > 0 && !this.#queryCarriesMask;
    this.#givesWeights = options.returnWeights;
    try {
      return super.apply(inputs, stale ? { ...options, mask: null } : options);
    } finally {
      this.#givesWeights = undefined;
    }
  }

  /** The output `[B, Lq, D]` of the mechanism, and its weights where they are asked for. */
  override call(
    inputs: Tensor | Tensor[],
    { mask, training = false, returnWeights = this.#config.returnWeights ?? false }: CallOptions,
  ): Tensor | Tensor[] {
    const list = [inputs].flat();
    const { query, key, value, masks } = namedInputs(this.#where, list);
    const { attention, parameters } = this.#requireBuilt();
    const { causal = false } = this.#config;
    return tidy(() => {
      const carried = [...new Set([value, key])].map((sequence) => maskList(mask)[list.indexOf(sequence)]);
      const propagated = carried.filter((each) => each !== null && each !== undefined);
      const isInModel = this.inboundNodes.length > 0;
      for (const { dtype } of isInModel ? propagated : [...masks, ...propagated]) {
        requireMaskType(this.#where, dtype);
      }
      const [first, ...others] = [...masks, ...propagated].map(maskOfKeys);
      const allowed = first && { mask: expandDims(others.reduce(logicalAnd, first), 1) };
      const run = { returnWeights, ...(training && { dropout: this.#drop }) };
      const { output, weights } = attention.apply(parameters, { query, key, value, causal, ...allowed }, run);
      return weights === undefined ? output : [output, weights];
    });
  }

  /** The mask of the query; the weights carry none. */
  override computeMask(_: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor | Tensor[] {
    const [query] = maskList(mask);
    const ofOutput = query ?? NO_MASK;
    const givesWeights = this.#givesWeights ?? this.#config.returnWeights ?? false;
    return givesWeights ? [ofOutput, NO_MASK] : ofOutput;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#config };
  }

  #requireBuilt(): Built<Parameters> {
    if (this.#built !== undefined) return this.#built;
    throw new Error(`${this.#where}: the layer has no weights yet; build it, or apply it to an input, first`);
  }

  #addParameter(initial: Tensor, path: string): Tensor {
    const weight = this.addWeight(path, initial.shape, 'float32', initializers.zeros(), undefined, true);
    return weight.write(initial).read();
  }

  /** Gives the masks of key and value to the layer as inputs, which a model would not hand on; a loaded one has them. */
  #addToModel(inputs: SymbolicTensor[], options: CallOptions): SymbolicTensor | SymbolicTensor[] {
    const { query, key, value, masks } = namedInputs(this.#where, inputs);
    if (options.returnWeights !== undefined) {
      throw new Error(`${this.#where}: give returnWeights to the layer itself, where it is in a model`);
    }
    for (const { sourceLayer, dtype } of masks) {
      if (sourceLayer.getClassName() === 'InputLayer') requireMaskType(this.#where, dtype);
    }
    this.#queryCarriesMask ||= carriesMask(query);
    const loaded = masks.some(({ sourceLayer }) => sourceLayer instanceof PaddingMask);
    const others = [...new Set([value, key])].filter((sequence) => sequence !== query);
    const masked = loaded ? [] : others.filter((sequence) => carriesMask(sequence));
    const all = [...inputs, ...masked.map((sequence) => new PaddingMask().apply(sequence) as SymbolicTensor)];
    const [only, ...more] = all;
    return super.apply(more.length === 0 ? (only as SymbolicTensor) : all, options) as SymbolicTensor;
  }

  readonly #drop: Dropout = (values, rate) => {
    const kept = this.#noise.bernoulli(values.size, 1 - rate);
    const scales = Float32Array.from(kept, (keep) => keep / (1 - rate));
    return mul(values, tensor(scales, values.shape));
  };
}

/** How many keys the weights are over, of a mechanism that may project them: asked of one query. */
function weightedKeysOf<Parameters extends AttentionParameters>(
  attention: Attention<Parameters>,
  parameters: Parameters,
  modelWidth: number,
  contextLength: number,
): number | undefined {
  let length: number | undefined;
  tidy(() => {
    const context = zeros([1, contextLength, modelWidth]);
    const inputs = { query: zeros([1, 1, modelWidth]), key: context, value: context };
    length = attention.apply(parameters, inputs, { returnWeights: true }).weights?.shape[3];
  });
  return length;
}
