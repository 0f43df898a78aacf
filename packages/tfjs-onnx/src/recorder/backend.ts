import {
  type BackendValues,
  engine,
  KernelBackend,
  type TensorInfo,
  type DataType as TfjsDataType,
  util,
} from '@tensorflow/tfjs-core';
import { constant, constantData, expandedData } from '../graph/constants.js';
import type { Value } from '../graph/graph.js';
import { CELL_PREFIX } from '../state/cell.js';
import { sizeOf } from '../tensors/shape.js';
import { ARRAY_TYPES, type DataType, elementType, type TensorData } from '../tensors/tree.js';
import { callingOperations, forgetTensors, ownerOf } from './engine.js';

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

  /** How often variables refer to data of another backend. */
  readonly #borrowed = new Map<object, number>();

  /** The data id of a new tensor that stands for `value`. */
  addValue(value: Value, { references = 1 } = {}): object {
    const dataId = {};
    this.#values.set(dataId, { value, references });
    return dataId;
  }

  /** A new tensor that stands for `value`. */
  tensorInfo(value: Value): TensorInfo {
    return { dataId: this.addValue(value), shape: [...value.shape], dtype: value.type as TfjsDataType };
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
    throw new Error(
      `record: ${currentOperation()} reads the value of ${originOf(value)} (${value?.type} [${value?.shape}]), which has none ` +
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
    if (entry !== undefined) {
      entry.references += 1;
      return;
    }
    ownerOf(dataId)?.incRef(dataId);
    this.#borrowed.set(dataId, (this.#borrowed.get(dataId) ?? 0) + 1);
  }

  /** Whether a reference to data of another backend is one that {@link incRef} made; it is no more. */
  returnReference(dataId: object): boolean {
    const references = this.#borrowed.get(dataId) ?? 0;
    this.#borrowed.set(dataId, Math.max(0, references - 1));
    return references > 0;
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

function originOf(value: Value | undefined): string {
  if (value?.source.kind === 'node') return `the result of ${value.source.node.operator}`;
  const name = value?.source.kind === 'input' ? value.source.name : '';
  return name.startsWith(CELL_PREFIX) ? `the variable '${name.slice(CELL_PREFIX.length)}'` : 'an input';
}

/** The elements of `values` in an array of their own. */
export function copyOf(values: BackendValues, type: DataType): TensorData {
  const ArrayType = ARRAY_TYPES[type];
  return values instanceof ArrayType ? values.slice() : ArrayType.from(values as ArrayLike<number>);
}
