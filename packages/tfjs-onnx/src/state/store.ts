import { type BackendValues, engine, KernelBackend, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { TensorData } from '../tensors/tree.js';

/**
 * Holds what compiled functions assign, as a backend of TensorFlow.js that computes nothing: reading gives a copy, and an
 * operation moves the elements to the backend that it runs on.
 */
class Store extends KernelBackend {
  readonly #entries = new Map<object, { array: TensorData; references: number }>();

  add(array: TensorData): object {
    const dataId = {};
    this.#entries.set(dataId, { array, references: 1 });
    return dataId;
  }

  arrayOf(dataId: object): TensorData | undefined {
    return this.#entries.get(dataId)?.array;
  }

  override readSync(dataId: object): BackendValues {
    return (this.arrayOf(dataId) as TensorData).slice();
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.#entries.get(dataId);
    if (entry === undefined) return true;
    entry.references -= 1;
    if (entry.references > 0 && !force) return false;
    return this.#entries.delete(dataId);
  }

  override incRef(dataId: object): void {
    const entry = this.#entries.get(dataId);
    if (entry !== undefined) entry.references += 1;
  }

  override refCount(dataId: object): number {
    return this.#entries.get(dataId)?.references ?? 0;
  }
}

const store = new Store();

/** The elements of a tensor that this module gave them, to read; `undefined` where they have moved to a backend. */
export const storedArray = ({ dataId }: Tensor): TensorData | undefined => store.arrayOf(dataId);

/**
 * Gives a variable the elements of `array`, which it keeps.
 *
 * @returns the array that it had from here, unless another tensor has it too
 */
export function setVariable(variable: Variable, array: TensorData): TensorData | undefined {
  const former = releaseArray(variable, () => engine().disposeTensor(variable));
  initialiseVariable(variable, array);
  return former;
}

/** Gives a variable that has no data the elements of `array`, which it keeps. */
export function initialiseVariable(variable: Variable, array: TensorData): void {
  variable.dataId = store.add(array);
  engine().trackTensor(variable, store);
}

/** A tensor of the elements of `array`, which it keeps, beyond every `tf.tidy`. */
export function storedTensor(array: TensorData, { shape, dtype }: Pick<Tensor, 'shape' | 'dtype'>): Tensor {
  return engine().keep(engine().makeTensorFromDataId(store.add(array), shape, dtype, store));
}

/** Disposes of a tensor; returns the array that it had from here, unless another tensor has it too. */
export const disposeStored = (tensor: Tensor): TensorData | undefined =>
  releaseArray(tensor, () => tensor.dispose());

function releaseArray({ dataId }: Tensor, dispose: () => void): TensorData | undefined {
  const array = store.arrayOf(dataId);
  dispose();
  return store.arrayOf(dataId) === undefined ? array : undefined;
}
