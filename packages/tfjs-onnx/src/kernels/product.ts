import {
  type _FusedMatMulAttrs,
  type BatchMatMulAttrs,
  backend_util,
  type EinsumAttrs,
} from '@tensorflow/tfjs-core';
import { createValue, type Value } from '../graph/graph.js';
import { add } from '../operators/elementwise.js';
import { type MatMulOptions, matMul } from '../operators/matmul.js';
import { activate } from './activation.js';
import { type AB, type Kernels, kernel, listed } from './kernel.js';

function multiplyMatrices(a: Value, b: Value, options: MatMulOptions): Value {
  const { transposeA = false, transposeB = false } = options;
  const length = a.shape.at(transposeA ? -2 : -1);
  if (a.shape.length < 2 || b.shape.length < 2 || length !== b.shape.at(transposeB ? -1 : -2)) {
    const form = (shape: readonly number[], isTransposed: boolean) =>
      `[${shape}]${isTransposed ? ' transposed' : ''}`;
    throw new Error(
      `BatchMatMul: expected matrices whose inner lengths agree, got ${form(a.shape, transposeA)} and ${form(b.shape, transposeB)}`,
    );
  }
  return matMul(a, b, options);
}

interface FusedInputs extends AB {
  readonly bias?: Value;
  readonly preluActivationWeights?: Value;
}

/** The matrix products of TensorFlow.js. */
export const productKernels: Kernels = {
  BatchMatMul: kernel(({ a, b }: AB, options: BatchMatMulAttrs) => multiplyMatrices(a, b, options)),
  Einsum: kernel((inputs: Readonly<Record<string, Value>>, { equation }: EinsumAttrs) => {
    const operands = listed(inputs);
    const { allDims, idDims, summedDims } = backend_util.decodeEinsumEquation(equation, operands.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as never);
    const lengths = allDims.map((_, dimension) => {
      const operand = idDims.findIndex((dimensions) => dimensions.includes(dimension));
      return operands[operand]?.shape[idDims[operand]?.indexOf(dimension) as number] as number;
    });
    const shape = lengths.filter((_, dimension) => !summedDims.includes(dimension));
    return createValue({ operator: 'Einsum', attributes: { equation } }, operands, {
      shape,
      type: (operands[0] as Value).type,
    });
  }),
  _FusedMatMul: kernel(
    ({ a, b, bias, preluActivationWeights }: FusedInputs, attributes: _FusedMatMulAttrs) => {
      const product = multiplyMatrices(a, b, attributes);
      const shifted = bias === undefined ? product : add(product, bias);
      return activate(shifted, attributes.activation, preluActivationWeights, attributes.leakyreluAlpha);
    },
  ),
};
