import { mechanism } from '@better-attention/attention';
import type { Model } from '@better-attention/models';
import type { ModelCounts } from '../definition/model.js';
import { countLayer } from '../layers/count-layer.js';
import type { LayerSize } from '../layers/layer-size.js';

/** The counts of a model whose attention layers are of one size. */
export function countsOf(
  { parameterCount, attentionParameterCount }: Pick<Model, 'parameterCount' | 'attentionParameterCount'>,
  name: string,
  layer: LayerSize,
): ModelCounts {
  return {
    contextLength: layer.contextLength,
    modelWidth: layer.modelWidth,
    parameterCount,
    attentionParameterCount,
    layerParameterCount: mechanism(name)(layer).parameterCount,
    matmulsPerHead: countLayer(name, layer).matmulsPerHead,
  };
}
