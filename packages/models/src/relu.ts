import {
  cast,
  customGrad,
  type GradSaveFunc,
  greater,
  mul,
  relu as rectify,
  type Tensor,
} from '@tensorflow/tfjs-core';

/**
 * `max(x, 0)`, whose gradient is that of the result where the result is positive, and 0 elsewhere. It needs the result
 * alone, which the layer behind keeps anyway.
 */
export function relu(x: Tensor): Tensor {
  return activate(x);
}

const activate = customGrad((...inputs) => {
  const [x, save] = inputs as [Tensor, GradSaveFunc];
  const value = rectify(x);
  save([value]);
  return { value, gradFunc: gradient };
});

function gradient(dy: Tensor, saved: Tensor[]): Tensor {
  const [value] = saved as [Tensor];
  return mul(dy, cast(greater(value, 0), 'float32'));
}
