import {
  add,
  customGrad,
  div,
  erf,
  exp,
  type GradSaveFunc,
  mul,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';

const LOG_GRADIENT_FACTOR = Math.log(2 / Math.sqrt(Math.PI));

/**
 * `x · Φ(x) = x · ½(1 + erf(x/√2))`, Φ being the distribution function of the standard normal, without approximation.
 * Its gradient is analytic: with the density φ and `u = x/√2`,
 *
 *     dx = dy · (Φ(x) + x · φ(x)) = dy · ½(1 + erf(u) + u · 2/√π · e^−u²)
 *
 * Source: Hendrycks, Gimpel (2016), “Gaussian error linear units (GELUs)”, arXiv:1606.08415, section 2.
 */
export function gelu(x: Tensor): Tensor {
  return activate(x);
}

const activate = customGrad((...inputs) => {
  const [x, save] = inputs as [Tensor, GradSaveFunc];
  const u = div(x, Math.SQRT2);
  const twicePhi = add(erf(u), 1);
  save([u, twicePhi]);
  return { value: mul(mul(x, twicePhi), 0.5), gradFunc: gradient };
});

function gradient(dy: Tensor, saved: Tensor[]): Tensor {
  const [u, twicePhi] = saved as [Tensor, Tensor];
  const bell = exp(sub(LOG_GRADIENT_FACTOR, square(u)));
  return mul(dy, mul(add(twicePhi, mul(u, bell)), 0.5));
}
