import { engine, serialization, type Tensor } from '@tensorflow/tfjs-core';
import { createInput, type Value } from '../graph/graph.js';
import { CELL_PREFIX, type Cell, type CellUse } from '../state/cell.js';
import { disposeStored, storedTensor } from '../state/store.js';
import type { RecorderBackend } from './backend.js';
import { withMethods } from './overrides.js';

/** A recurrent layer of TensorFlow.js; its typings keep its states private. */
interface RecurrentLayer {
  readonly name: string;
  readonly stateful: boolean;
  // biome-ignore-start lint/plugin: recording writes them, and writes them back
  states_: Tensor[];
  keptStates: Tensor[][];
  // biome-ignore-end lint/plugin: recording writes them, and writes them back
}

interface HeldLayer extends Pick<RecurrentLayer, 'states_' | 'keptStates'> {
  readonly layer: RecurrentLayer;
  readonly befores: readonly Value[];
}

/**
 * Calls `action` while the states of each stateful recurrent layer of `tf.layers` that it calls are inputs of the graph.
 * Afterwards layers have the states that they had.
 *
 * @throws Error when `action` builds a layer
 */
export function withLayers<Result>(
  recorder: RecorderBackend,
  action: () => Result,
): { readonly result: Result; readonly uses: readonly CellUse[] } {
  const [recurrentLayer] = serialization.SerializationMap.getMap().classNameMap.RNN ?? [];
  if (recurrentLayer === undefined) return { result: action(), uses: [] };
  const held: HeldLayer[] = [];
  const call = (original: (...inputs: unknown[]) => unknown) =>
    function (this: RecurrentLayer, ...inputs: unknown[]) {
      if (this.stateful && held.every(({ layer }) => layer !== this)) held.push(hold(this, recorder));
      return original.call(this, ...inputs);
    };
  try {
    const prototype = recurrentLayer.prototype as object;
    const anyLayer = Object.getPrototypeOf(prototype) as object;
    const result = withMethods(anyLayer, { addWeight: () => refuseToBuild }, () =>
      withMethods(prototype, { call }, action),
    );
    const uses = held.flatMap(({ layer, befores }) =>
      befores.map((before, at) => ({
        cell: stateCell(layer, at),
        before,
        after: recorder.valueFor(layer.states_[at] as Tensor),
      })),
    );
    return { result, uses };
  } finally {
    for (const { layer, states_, keptStates } of held) Object.assign(layer, { states_, keptStates });
  }
}

function refuseToBuild(this: { readonly name: string }): never {
  throw new Error(
    `record: the layer '${this.name}' has no weights yet; build it, or call its model once, before`,
  );
}

function hold(layer: RecurrentLayer, recorder: RecorderBackend): HeldLayer {
  const { states_, keptStates } = layer;
  const befores = states_.map(({ shape, dtype }, at) =>
    createInput(`${CELL_PREFIX}${stateName(layer, at)}`, { shape, type: dtype as 'float32' }),
  );
  layer.states_ = befores.map((before) =>
    engine().keep(engine().makeTensorFromTensorInfo(recorder.tensorInfo(before))),
  );
  layer.keptStates = [];
  return { layer, states_, keptStates, befores };
}

const stateName = ({ name }: RecurrentLayer, at: number): string => `${name}/state_${at}`;

function stateCell(layer: RecurrentLayer, at: number): Cell {
  const current = (): Tensor => layer.states_[at] as Tensor;
  return {
    name: stateName(layer, at),
    tensor() {
      if (current().isDisposed) throw new Error(`run: the state of the layer '${layer.name}' is disposed`);
      return current();
    },
    set(array) {
      const former = current();
      layer.states_[at] = storedTensor(array, former);
      return disposeStored(former);
    },
  };
}
