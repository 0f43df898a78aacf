import { randomStream } from '@better-attention/random';
import { entries, exportOnnx, record, type TensorSpec, tensorSpec } from '@better-attention/tfjs-onnx';
import {
  alignedArrays,
  type BatchTensors,
  type NamedArrays,
  type Parameters,
} from '@better-attention/training';
import type { RunnableModel } from '../definition/model.js';

/** What an ONNX file is made from. */
export interface OnnxModelOptions {
  readonly model: Pick<RunnableModel, 'init' | 'inference'>;
  /** The trained parameters by their flat names, and texts about them, which the file holds too. */
  readonly parameters: NamedArrays;
  /** How many examples one run of the file takes; any number unless given. */
  readonly batch?: number | undefined;
  /** Names the parameters in errors. */
  readonly where: string;
}

/**
 * A trained model as an ONNX file: what an engine computes, with inputs and outputs under the model's names, and the
 * parameters as initializers under their flat names.
 *
 * @throws Error naming the first parameter that is missing, too many, or of another shape
 */
export function onnxModel({ model, parameters, batch, where }: OnnxModelOptions): Uint8Array {
  const { inputs, apply } = model.inference;
  const structure = record(() => model.init(randomStream(0)), {}).outputs;
  const expected = entries<TensorSpec>(structure);
  const values = alignedArrays(parameters.arrays, expected, where);
  const batched = Object.entries(inputs).map(([name, { shape, dtype }]) => {
    return [name, tensorSpec([batch ?? null, ...shape], dtype)] as const;
  });
  return exportOnnx(
    (given: { parameters: unknown; inputs: unknown }) =>
      apply(given.parameters as Parameters, given.inputs as BatchTensors),
    { parameters: structure, inputs: Object.fromEntries(batched) },
    {
      fixed: Object.fromEntries(
        expected.map(([name], at) => [`input.parameters.${name}`, values[at] as Float32Array]),
      ),
      names: (name) => name.replace(/^(input\.(parameters|inputs)|output)\./, ''),
      metadata: parameters.metadata,
    },
  );
}
