import {
  type BackendValues,
  DataStorage,
  type DataType,
  engine,
  KernelBackend,
  registerBackend,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { constant, constantData } from '../../src/graph/constants.js';
import { createInput, type Value } from '../../src/graph/graph.js';
import { kernels } from '../../src/kernels/index.js';
import type { Kernel } from '../../src/kernels/kernel.js';
import { writeModel } from '../../src/onnx/model.js';
import { optimise } from '../../src/passes/index.js';
import { elementType, type TensorData } from '../../src/tensors/tree.js';
import { createSynchronousSession, type Port, type SynchronousSession } from './session.js';

/** How the backend records what a kernel gets. */
export type Inputs = 'inputs' | 'uniform inputs as constants';

const KEPT_PROGRAMS = 4000;

interface Entry {
  readonly values: BackendValues;
  readonly dtype: DataType;
  references: number;
}

/** One kernel call as a model, for inputs of one shape and type. */
interface Program {
  readonly session: SynchronousSession;
  readonly outputs: readonly Value[];
  /** For each output, the position of the input that it is, unchanged, or −1. */
  readonly sources: readonly number[];
  readonly returnsList: boolean;
}

/** A TensorFlow.js backend whose kernel calls run at once, each as a model of its own. */
class EagerBackend extends KernelBackend {
  readonly #entries = new DataStorage<Entry>(this, engine());

  override write(values: BackendValues, _shape: number[], dtype: DataType): object {
    const dataId = {};
    this.#entries.set(dataId, { values, dtype, references: 1 });
    return dataId;
  }

  override move(
    dataId: object,
    values: BackendValues,
    _shape: number[],
    dtype: DataType,
    references: number,
  ) {
    this.#entries.set(dataId, { values, dtype, references });
  }

  override readSync(dataId: object): BackendValues {
    return this.#entries.get(dataId).values;
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.#entries.has(dataId)) return true;
    const entry = this.#entries.get(dataId);
    entry.references -= 1;
    if (entry.references > 0 && !force) return false;
    this.#entries.delete(dataId);
    return true;
  }

  override incRef(dataId: object): void {
    this.#entries.get(dataId).references += 1;
  }

  override refCount(dataId: object): number {
    return this.#entries.has(dataId) ? this.#entries.get(dataId).references : 0;
  }

  override numDataIds(): number {
    return this.#entries.numDataIds();
  }

  override async time(action: () => void): Promise<{ kernelMs: number }> {
    const start = performance.now();
    action();
    return { kernelMs: performance.now() - start };
  }

  override memory() {
    return { unreliable: true, reasons: ['ONNX Runtime keeps memory for later runs.'] };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override dispose(): void {}
}

const programs = new Map<string, Program>();

function buildProgram(compute: Kernel, inputs: readonly Port[], attributes: object): Program {
  const values = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  const results = compute(values, attributes as Readonly<Record<string, unknown>>);
  const outputs = Array.isArray(results) ? results : [results as Value];
  const ports = outputs.map((value, index) => ({ name: `output.${index}`, value }));
  const given = inputs.filter(isInput).map(({ name, value }) => ({ name: `input.${name}`, value }));
  const model = writeModel(optimise({ inputs: given, outputs: ports }));
  const session = createSynchronousSession(model, given, ports);
  const sources = outputs.map((output) => inputs.findIndex(({ value }) => value === output));
  return { session, outputs, sources, returnsList: Array.isArray(results) };
}

const isInput = ({ value }: Port): boolean => value.source.kind === 'input';

/** Equal for equal attributes; JSON has no NaN, infinities or −0. */
function keyOf(kernelName: string, inputs: readonly Port[], attributes: unknown): string {
  const types = inputs.map(({ name, value }) => {
    const data = constantData(value);
    return `${name}: ${value.type} [${value.shape}]${data === undefined ? '' : ` = ${data}`}`;
  });
  const values = JSON.stringify(attributes, (_, value: unknown) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? `${Object.is(value, -0) ? '-0' : value}`
      : value,
  );
  return `${kernelName} (${types.join(', ')}) ${values}`;
}

function programFor(
  kernelName: string,
  compute: Kernel,
  inputs: readonly Port[],
  attributes: object,
): Program {
  const key = keyOf(kernelName, inputs, attributes);
  const program = programs.get(key) ?? buildProgram(compute, inputs, attributes);
  programs.delete(key);
  programs.set(key, program);
  if (programs.size > KEPT_PROGRAMS) {
    const [oldest, { session }] = programs.entries().next().value as [string, Program];
    session.dispose();
    programs.delete(oldest);
  }
  return program;
}

/**
 * Registers a backend under `backendName`; `onCall` hears the name of each kernel that ran. Inputs of a kernel are inputs of its model;
 * with `uniform inputs as constants`, those whose elements are all equal are constants, which kernels and passes compute with while recording.
 */
export function registerEagerBackend(
  backendName: string,
  recordedAs: Inputs,
  onCall: (kernelName: string) => void,
): void {
  registerBackend(backendName, () => new EagerBackend());
  for (const [kernelName, compute] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const store = backend as EagerBackend;
        const given = Object.entries(inputs).filter(
          (entry): entry is [string, TensorInfo] => entry[1] != null,
        );
        const ports = given.map(([name, { dataId, shape, dtype }]) => {
          const type = elementType(dtype, kernelName);
          const data = store.readSync(dataId) as TensorData;
          const isConstant = recordedAs !== 'inputs' && data.every((element) => Object.is(element, data[0]));
          const value = isConstant
            ? constant(data.slice(), shape, type)
            : createInput(`input.${name}`, { shape, type });
          return { name, value, data };
        });
        const { session, outputs, sources, returnsList } = programFor(
          kernelName,
          compute,
          ports,
          attrs ?? {},
        );
        const results = session.run(ports.filter(isInput).map(({ data }) => data));
        onCall(kernelName);
        const tensors = outputs.map(({ shape, type }, index): TensorInfo => {
          const dtype = type as DataType;
          const source = given[sources[index] as number]?.[1].dataId;
          if (source !== undefined) store.incRef(source);
          const dataId = source ?? store.write(results[index] as TensorData, [...shape], dtype);
          return { dataId, shape: [...shape], dtype };
        });
        return returnsList ? tensors : (tensors[0] as TensorInfo);
      },
    });
  }
}
