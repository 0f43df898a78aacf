import {
  add,
  customGrad,
  type GradSaveFunc,
  mean,
  mul,
  ones,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  zeros,
} from '@tensorflow/tfjs-core';

/** `scale` and `offset`, `[D]` each. */
export type LayerNormalisationParameters = { readonly scale: Tensor1D; readonly offset: Tensor1D };

/** A scale of ones and an offset of zeros. */
export function initLayerNormalisation(width: number): LayerNormalisationParameters {
  return { scale: ones([width]), offset: zeros([width]) };
}

/** How many numbers {@link initLayerNormalisation} makes. */
export function layerNormalisationParameterCount(width: number): number {
  return 2 * width;
}

/**
 * `(x − mean) / √(variance + epsilon) · scale + offset` over the last axis: `[…, D]` → `[…, D]`. Its gradient is
 * analytic: with `n` the normalised values, `g = dy · scale`,
 *
 *     dx = (g − mean(g) − n · mean(g · n)) / √(variance + epsilon),  dscale = Σ dy · n,  doffset = Σ dy
 *
 * Source: Ba, Kiros, Hinton (2016), “Layer normalization”, arXiv:1607.06450.
 *
 * @param epsilon added to the variance (default 1e-6)
 */
export function layerNormalisation(
  x: Tensor,
  { scale, offset }: LayerNormalisationParameters,
  epsilon = 1e-6,
): Tensor {
  const normalise = customGrad((...inputs) => {
    const [values, factor, summand, save] = inputs as [Tensor, Tensor, Tensor, GradSaveFunc];
    const centred = sub(values, mean(values, -1, true));
    const deviation = rsqrt(add(mean(square(centred), -1, true), epsilon));
    const normalised = mul(centred, deviation);
    save([normalised, deviation, factor]);
    return { value: add(mul(normalised, factor), summand), gradFunc: gradients };
  });
  return normalise(x, scale, offset);
}

/** The gradients of x, scale and offset from that of the result. */
function gradients(dy: Tensor, saved: Tensor[]): [Tensor, Tensor, Tensor] {
  const [normalised, deviation, scale] = saved as [Tensor, Tensor, Tensor];
  const outer = dy.shape.slice(0, -1).map((_, axis) => axis);
  const weighted = mul(dy, scale);
  const aligned = mul(normalised, mean(mul(weighted, normalised), -1, true));
  return [
    mul(sub(sub(weighted, mean(weighted, -1, true)), aligned), deviation),
    sum(mul(dy, normalised), outer),
    sum(dy, outer),
  ];
}
