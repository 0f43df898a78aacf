import {
  type DenseOptions,
  type DenseParameters,
  dense,
  denseParameterCount,
  initDense,
  mechanism,
} from '@better-attention/attention';
import {
  add,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { denseGelu } from './dense-gelu.js';
import { initTable } from './embedding.js';
import {
  initLayerNormalisation,
  type LayerNormalisationParameters,
  layerNormalisation,
  layerNormalisationParameterCount,
} from './layer-normalisation.js';
import type { AttentionOwnOptions, Model, ModelResult } from './model.js';
import { requireParameters } from './parameters.js';
import { type PatchOptions, patchShape } from './patches.js';
import { type PreNormBlockParameters, preNormBlock } from './pre-norm-block.js';

/** Settings of a {@link vit}. */
export interface VitOptions extends PatchOptions {
  /** How many transformer blocks follow each other. */
  readonly blocks: number;
  /** D */
  readonly modelWidth: number;
  /** H, a divisor of the model width. */
  readonly heads: number;
  /** The width between the two feed-forward maps of a block. */
  readonly hiddenWidth: number;
  /** The widths of the layers between the last block and the logits. */
  readonly headWidths: readonly number[];
  /** C */
  readonly classes: number;
  /** The rate of dropout after each feed-forward map. */
  readonly dropout: number;
  /** The rate at which attention weights are dropped. */
  readonly attentionDropout: number;
  /** The rate of dropout before and after each head layer. */
  readonly headDropout: number;
  /** A registered attention mechanism. */
  readonly mechanism: string;
  /** Options of the mechanism's own, which it checks: `{ alignmentStart: 'identity' }` of `super`. */
  readonly attentionOptions?: AttentionOwnOptions | undefined;
}

/** Parameters of a {@link vit}. */
export type VitParameters = {
  readonly patch: DenseParameters;
  /** `[L, D]` */
  readonly position: Tensor2D;
  readonly blocks: readonly PreNormBlockParameters[];
  readonly normalisation: LayerNormalisationParameters;
  readonly head: readonly DenseParameters[];
  readonly logits: DenseParameters;
};

/** `patches` `[B, L, P]` float32. */
export type VitInputs = { readonly patches: Tensor };

/**
 * A vision transformer without a class token: a linear map of the patches plus their position embeddings, pre-norm
 * transformer blocks, layer normalisation, all positions side by side, dense GELU layers, and the logits `[B, C]`.
 *
 * Source: arXiv:2403.01643v2, vision; the Keras example “Image classification with Vision Transformer”.
 *
 * @throws when the mechanism is unknown, the heads don't divide the model width or the patches don't divide the image
 */
export function vit(options: VitOptions): Model<VitInputs, VitParameters> {
  const { modelWidth, heads, hiddenWidth, dropout, headDropout, classes } = options;
  const { length, patchValues } = patchShape(options);
  const attention = mechanism(options.mechanism)({
    ...options.attentionOptions,
    modelWidth,
    heads,
    contextLength: length,
    dropout: options.attentionDropout,
  });
  const block = preNormBlock({ attention, modelWidth, hiddenWidth, dropout });
  const patch = { inputs: patchValues, outputs: modelWidth };
  const [head, logits] = headLayers(length * modelWidth, options.headWidths, classes);
  const parameterCount =
    denseParameterCount(patch) +
    length * modelWidth +
    options.blocks * block.parameterCount +
    layerNormalisationParameterCount(modelWidth) +
    [...head, logits].reduce((sum, layer) => sum + denseParameterCount(layer), 0);
  return {
    name: 'vit',
    parameterCount,
    attentionParameterCount: options.blocks * attention.parameterCount,

    init: (random) => ({
      patch: initDense(random.derive('patch'), patch),
      position: initTable(random.derive('position'), length, modelWidth),
      blocks: Array.from({ length: options.blocks }, (_, at) => block.init(random.derive('block', at))),
      normalisation: initLayerNormalisation(modelWidth),
      head: head.map((layer, at) => initDense(random.derive('head', at), layer)),
      logits: initDense(random.derive('logits'), logits),
    }),

    apply: (parameters, { patches }, run = {}) =>
      tidy((): ModelResult => {
        requirePatches(patches, length, patchValues);
        requireParameters('vit', parameterCount, parameters);
        const weights: Tensor4D[] = [];
        let x = add(dense(patches, parameters.patch), parameters.position) as Tensor3D; // [B, L, D]
        for (const each of parameters.blocks) {
          const result = block.apply(each, x, run);
          x = result.output;
          if (result.weights !== undefined) weights.push(result.weights);
        }
        const representation = reshape(layerNormalisation(x, parameters.normalisation), [
          -1,
          length * modelWidth,
        ]);
        const features = parameters.head.reduce<Tensor>(
          (values, layer) => denseGelu(values, layer, headDropout, run),
          run.dropout?.(representation, headDropout) ?? representation,
        );
        const result = dense(features, parameters.logits) as Tensor2D;
        return run.returnWeights ? { logits: result, weights } : { logits: result };
      }),
  };
}

function headLayers(
  inputs: number,
  widths: readonly number[],
  classes: number,
): [head: DenseOptions[], logits: DenseOptions] {
  const all = [inputs, ...widths];
  const head = widths.map((outputs, at) => ({ inputs: all[at] as number, outputs }));
  return [head, { inputs: all.at(-1) as number, outputs: classes }];
}

function requirePatches({ shape, rank, dtype }: Tensor, length: number, patchValues: number): void {
  if (rank === 3 && shape[1] === length && shape[2] === patchValues && dtype === 'float32') return;
  throw new Error(
    `vit: expected patches of shape [B, ${length}, ${patchValues}] and float32, got [${shape.join(', ')}] ${dtype}`,
  );
}
