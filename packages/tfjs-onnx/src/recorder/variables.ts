import { engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { constantData, expandedData } from '../graph/constants.js';
import { createInput, type Value } from '../graph/graph.js';
import { CELL_PREFIX, type Cell, type CellUse } from '../state/cell.js';
import { initialiseVariable, setVariable } from '../state/store.js';
import type { TensorData } from '../tensors/tree.js';
import type { RecorderBackend } from './backend.js';
import { isRecordable, ownerOf, reviveVariable } from './engine.js';
import { withMethods } from './overrides.js';

/** What a function did with variables. */
interface VariablesOf<Result> {
  readonly result: Result;
  readonly uses: readonly CellUse[];
  /** The variables that it made and left. */
  readonly created: readonly Variable[];
}

interface Created {
  readonly variable: Variable;
  readonly initial: Value;
}

/**
 * Calls `action` while each variable stands for an input of the graph, whatever is assigned to it. Afterwards variables
 * have the data that they had; one that `action` made has what it was made with. What `action` didn't make it can't
 * dispose of.
 *
 * @throws Error when `action` disposes of a variable or a tensor from outside, or leaves a variable whose first value is computed
 */
export function withVariables<Result>(recorder: RecorderBackend, action: () => Result): VariablesOf<Result> {
  const held = Object.values(engine().registeredVariables).filter(isRecordable).map(holdIn(recorder));
  const created: Created[] = [];
  const methods = { disposeTensor: guard(recorder), makeVariable: collectIn(recorder, created) };
  try {
    const result = withMethods(engine(), methods, action);
    const disposed = held.find(({ variable }) => variable.isDisposed)?.variable;
    if (disposed !== undefined)
      throw new Error(`record: the function disposes of the variable '${disposed.name}'`);
    const left = created.filter(({ variable }) => !variable.isDisposed);
    const computed = left.find(({ initial }) => constantData(initial) === undefined)?.variable;
    if (computed !== undefined) {
      throw new Error(
        `record: the function makes the variable '${computed.name}' from a computed value; make it outside, or dispose of it`,
      );
    }
    const uses = held.map(({ variable, before }) => ({
      cell: variableCell(variable),
      before,
      after: recorder.valueFor(variable),
    }));
    return { result, uses, created: left.map(({ variable }) => variable) };
  } finally {
    for (const { variable, dataId } of held) {
      if (variable.isDisposed) reviveVariable(variable);
      else engine().disposeTensor(variable);
      variable.dataId = dataId;
    }
    created.forEach(keep);
  }
}

function holdIn(recorder: RecorderBackend) {
  return (variable: Variable) => {
    const { dataId, name, shape, dtype } = variable;
    const before = createInput(`${CELL_PREFIX}${name}`, { shape, type: dtype as 'float32' });
    variable.dataId = recorder.addValue(before, { references: 0 });
    engine().incRef(variable, recorder);
    return { variable, dataId, before };
  };
}

/** Lets what the recording made be disposed of, and nothing else. */
function guard(recorder: RecorderBackend) {
  return (original: (tensor: Tensor) => void) => (tensor: Tensor) => {
    const owner = ownerOf(tensor.dataId);
    if (owner !== undefined && owner !== recorder && !recorder.returnReference(tensor.dataId)) {
      throw new Error(
        `record: the function disposes of a tensor from outside (${tensor.dtype} [${tensor.shape}]); do that after recording`,
      );
    }
    original.call(engine(), tensor);
  };
}

function collectIn(recorder: RecorderBackend, created: Created[]) {
  return (original: (...settings: unknown[]) => Variable) =>
    (...settings: unknown[]) => {
      const variable = original.call(engine(), ...settings);
      created.push({ variable, initial: recorder.valueFor(variable) });
      return variable;
    };
}

/** Gives a variable that was made while recording its first value, so that it can last. */
function keep({ variable, initial }: Created): void {
  if (variable.isDisposed) return;
  const data = constantData(initial);
  if (data === undefined) {
    variable.dispose();
    return;
  }
  engine().disposeTensor(variable);
  initialiseVariable(variable, expandedData(data, initial.shape, initial.type).slice() as TensorData);
}

function variableCell(variable: Variable): Cell {
  return {
    name: variable.name,
    tensor() {
      if (variable.isDisposed) throw new Error(`run: the variable '${variable.name}' is disposed`);
      return variable;
    },
    set: (array) => setVariable(variable, array),
  };
}
