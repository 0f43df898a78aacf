import {
  type BackendValues,
  engine,
  KernelBackend,
  type DataType as TfjsDataType,
  util,
} from '@tensorflow/tfjs-core';
import { constant, constantData, expandedData } from '../graph/constants.js';
import type { Value } from '../graph/graph.js';
import { sizeOf } from '../tensors/shape.js';
import { ARRAY_TYPES, type DataType, elementType, type TensorData } from '../tensors/tree.js';
import { callingOperations, forgetTensors } from './engine.js';

const RANDOM_OPERATIONS = new Set([
  'dropout',
  'multinomial',
  'rand',
  'randomGamma',
  'randomNormal',
  'randomStandardNormal',
  'randomUniform',
  'randomUniformInt',
  'truncatedNormal',
]);

/** The innermost TensorFlow.js operation that is being called, for error messages. */
function currentOperation(): string {
  const operation = callingOperations().at(-1);
  return operation === undefined ? 'the recorded function' : `tf.${operation}`;
}

/** The random operation of TensorFlow.js that is being called, if one is. */
export function callingRandomOperation(): string | undefined {
  const operation = callingOperations().find((name) => RANDOM_OPERATIONS.has(name));
  return operation === undefined ? undefined : `tf.${operation}`;
}

/** The error for what would be the same in every run. */
export function randomError(source: string): Error {
  return new Error(
    `record: ${source} draws random numbers, which would be the same in every run; pass them in as an input instead`,
  );
}

/** A TensorFlow.js backend whose tensors are values of a graph that is being recorded. */
export class RecorderBackend extends KernelBackend {
  readonly #values = new Map<object, { value: Value; references: number }>();

  readonly #captured = new Map<object, TensorData>();

  /** The data id of a new tensor that stands for `value`. */
  addValue(value: Value): object {
    const dataId = {};
    this.#values.set(dataId, { value, references: 1 });
    return dataId;
  }

  /** The value of a tensor; a tensor of another backend is a constant, and stays where it is. */
  valueFor(tensor: { dataId: object; shape: readonly number[]; dtype: string }): Value {
    const known = this.#values.get(tensor.dataId)?.value;
    if (known !== undefined) return known;
    const type = elementType(tensor.dtype, currentOperation());
    const captured = this.#captured.get(tensor.dataId) ?? copyOf(engine().readSync(tensor.dataId), type);
    this.#captured.set(tensor.dataId, captured);
    return constant(captured, tensor.shape, type);
  }

  override write(values: BackendValues, shape: number[], dtype: TfjsDataType): object {
    const operation = callingRandomOperation();
    if (operation !== undefined) throw randomError(operation);
    const type = elementType(dtype, currentOperation());
    return this.addValue(constant(copyOf(values, type), shape, type));
  }

  override readSync(dataId: object): BackendValues {
    const value = this.#values.get(dataId)?.value;
    const data = constantData(value);
    if (value !== undefined && data !== undefined) {
      return expandedData(data, value.shape, value.type) as BackendValues;
    }
    const origin = value?.source.kind === 'node' ? `the result of ${value.source.node.operator}` : 'an input';
    throw new Error(
      `record: ${currentOperation()} reads the value of ${origin} (${value?.type} [${value?.shape}]), which has none ` +
        'while recording; keep data-dependent control flow outside, or use tf.where',
    );
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.#values.get(dataId);
    if (entry === undefined) return true;
    entry.references -= 1;
    if (entry.references > 0 && !force) return false;
    this.#values.delete(dataId);
    return true;
  }

  override incRef(dataId: object): void {
    const entry = this.#values.get(dataId);
    if (entry !== undefined) entry.references += 1;
  }

  override refCount(dataId: object): number {
    return this.#values.get(dataId)?.references ?? 0;
  }

  override numDataIds(): number {
    return this.#values.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  /** Ends the recording: tensors that are left, such as those of `tf.keep`, lose their values. */
  override dispose(): void {
    const left = [...this.#values].map(([dataId, { value, references }]) => ({
      dataId,
      references,
      bytes: sizeOf(value.shape) * util.bytesPerElement(value.type as DataType),
    }));
    this.#values.clear();
    forgetTensors(left);
  }
}

function copyOf(values: BackendValues, type: DataType): TensorData {
  const ArrayType = ARRAY_TYPES[type];
  return values instanceof ArrayType ? values.slice() : ArrayType.from(values as ArrayLike<number>);
}
