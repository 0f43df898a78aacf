/**
 * The mechanisms as serialisable layers of `tf.layers`.
 *
 * @module @better-attention/attention/layers
 */
import { serialization } from '@tensorflow/tfjs-core';
import type { AttentionOptions, AttentionParameters, Mechanism } from './contract/attention.js';
import { namedMechanism } from './contract/define.js';
import { AttentionLayer } from './layers/attention-layer.js';
import type { AttentionLayerOptions } from './layers/options.js';
import { efficientAttention as efficient } from './mechanisms/efficient.js';
import { linformerAttention as linformer } from './mechanisms/linformer.js';
import { multiQueryAttention as multiQuery } from './mechanisms/multi-query.js';
import { optimisedAttention as optimised } from './mechanisms/optimised.js';
import { performerAttention as performer } from './mechanisms/performer.js';
import { standardAttention as standard } from './mechanisms/standard.js';
import { superAttention as superMechanism } from './mechanisms/super.js';

export type { AttentionLayer, CallOptions } from './layers/attention-layer.js';
export type { PropagatedMask } from './layers/masks.js';
export type { AttentionLayerOptions, LayerOptions, OwnLayerOptions } from './layers/options.js';

/** Makes the layer of a mechanism, and registers it under the name that saved models know it by. */
function layerOf<Parameters extends AttentionParameters, Options extends AttentionOptions>(
  className: string,
  name: string,
  mechanism: Mechanism<Parameters, Options>,
): (options: AttentionLayerOptions<Options>) => AttentionLayer<Parameters> {
  class MechanismLayer extends AttentionLayer<Parameters> {
    static readonly className = className;

    constructor(options: AttentionLayerOptions<Options>) {
      super(name, namedMechanism(mechanism), options);
    }

    static override fromConfig<Made extends serialization.Serializable>(
      made: serialization.SerializableConstructor<Made>,
      { customObjects: _, ...config }: serialization.ConfigDict,
    ): Made {
      return new made(config);
    }
  }
  serialization.registerClass(MechanismLayer);
  return (options) => new MechanismLayer(options);
}

/** Standard attention as a layer, of `4 (D² + D)` parameters; `StandardAttention` in saved models. */
export const standardAttention = layerOf('StandardAttention', 'standard', standard);

/** Optimised attention as a layer, of `3 (D² + D)` parameters; `OptimisedAttention` in saved models. */
export const optimisedAttention = layerOf('OptimisedAttention', 'optimised', optimised);

/** Efficient attention as a layer, of `2 (D² + D)` parameters; `EfficientAttention` in saved models. */
export const efficientAttention = layerOf('EfficientAttention', 'efficient', efficient);

/**
 * Super attention as a layer, of `2 (D² + D) + Lk²` parameters; `SuperAttention` in saved models. The number of keys is
 * fixed: that of the value input, or the option `contextLength` where a model leaves it open.
 */
export const superAttention = layerOf('SuperAttention', 'super', superMechanism);

/**
 * Linformer attention as a layer, of `4 (D² + D) + 2 Lp Lk` parameters; `LinformerAttention` in saved models. The number
 * of keys is fixed, as that of {@link superAttention} is; it can't be causal.
 */
export const linformerAttention = layerOf('LinformerAttention', 'linformer', linformer);

/** Performer attention as a layer, of `4 (D² + D)` parameters; `PerformerAttention` in saved models. */
export const performerAttention = layerOf('PerformerAttention', 'performer', performer);

/** Multi-query attention as a layer, of `2 (D² + D) + 2 (D Dh + Dh)` parameters; `MultiQueryAttention` in saved models. */
export const multiQueryAttention = layerOf('MultiQueryAttention', 'multi-query', multiQuery);
