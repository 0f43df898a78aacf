import * as tf from '@tensorflow/tfjs-core';

/**
 * Registers `UnsortedSegmentSum`, the gradient of an embedding, for a backend that lacks it. The sum of each segment
 * is formed in the order of the rows.
 */
export function registerSegmentSum(backendName: string): void {
  if (tf.getKernel(tf.UnsortedSegmentSum, backendName) !== undefined) return;
  tf.registerKernel({ kernelName: tf.UnsortedSegmentSum, backendName, kernelFunc: segmentSum });
}

const segmentSum: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, segmentIds } = inputs as tf.NamedTensorInfoMap as Record<'x' | 'segmentIds', tf.TensorInfo>;
  const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
  const kernels = backend as tf.KernelBackend;
  const rows = kernels.readSync(x.dataId) as Float32Array;
  const ids = kernels.readSync(segmentIds.dataId) as Int32Array;
  const width = rows.length / ids.length;
  const sums = new Float32Array(numSegments * width);
  ids.forEach((id, row) => {
    if (id < 0 || id >= numSegments) return;
    for (let column = 0; column < width; column++) {
      const at = id * width + column;
      sums[at] = (sums[at] as number) + (rows[row * width + column] as number);
    }
  });
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  return { dataId: kernels.write(sums, shape, 'float32'), shape, dtype: 'float32' };
};
