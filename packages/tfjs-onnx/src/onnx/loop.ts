import { int64Vector, splat } from '../constants.js';
import type { Graph, NamedValue } from '../graph.js';
import {
  type Dimension,
  type GraphParts,
  graphAttribute,
  graphContent,
  initializer,
  nodeFields,
  valueInfo,
} from './model.js';
import { concatenate } from './protobuf.js';

/** The name of the number of steps, which is known at run time. */
const steps = 'steps';

/** The name under which a loop takes the inputs `name` of all its steps. */
export const stackedName = (name: string): string => `stacked.${name}`;

/** A step as a graph: its first `stateCount` inputs and outputs are the state, the others belong to one step. */
export interface LoopBody {
  readonly step: Graph;
  readonly stateCount: number;
}

/**
 * A graph that runs a step as often as its per-step inputs are long: those have a leading axis `steps`, and so have its per-step outputs;
 * the state goes in as it was before the first step and comes out as it is after the last.
 */
export function loopParts({ step, stateCount }: LoopBody): GraphParts {
  const [stateIn, stepIn] = [step.inputs.slice(0, stateCount), step.inputs.slice(stateCount)];
  const [stateOut, stepOut] = [step.outputs.slice(0, stateCount), step.outputs.slice(stateCount)];
  const inner = (name: string) => `step.${name}`;

  const renamed: Graph = {
    inputs: step.inputs.map(({ name, value }) => ({ name: inner(name), value })),
    outputs: step.outputs.map(({ name, value }) => ({ name: inner(name), value })),
  };
  const { nodes, initializers } = graphContent(renamed, 'step.');
  const declare = (name: string, { value }: NamedValue, leading: readonly Dimension[] = []) =>
    concatenate(valueInfo(name, value.type, [...leading, ...value.shape]));
  const scalar = (name: string, type: 'int64' | 'bool') => concatenate(valueInfo(name, type, []));
  const pick = ({ name }: NamedValue) =>
    nodeFields({ operator: 'Gather' }, `pick.${name}`, [stackedName(name), 'iteration'], [inner(name)], []);

  const body = {
    name: 'step',
    nodes: [
      nodeFields({ operator: 'Identity' }, 'continue', ['condition'], ['condition.out'], []),
      ...stepIn.map(pick),
      ...nodes,
    ],
    initializers,
    inputs: [
      scalar('iteration', 'int64'),
      scalar('condition', 'bool'),
      ...stateIn.map((input) => declare(inner(input.name), input)),
    ],
    outputs: [
      scalar('condition.out', 'bool'),
      ...step.outputs.map((output) => declare(inner(output.name), output)),
    ],
  };

  const [first] = stepIn as [NamedValue];
  return {
    name: 'loop',
    initializers: [
      initializer('true', splat(1, [], 'bool')),
      initializer('first', int64Vector([0])),
      initializer('second', int64Vector([1])),
      initializer('scalar', int64Vector([])),
    ],
    nodes: [
      nodeFields({ operator: 'Shape' }, 'shape', [stackedName(first.name)], ['shape'], []),
      nodeFields({ operator: 'Slice' }, 'length', ['shape', 'first', 'second'], ['length'], []),
      nodeFields({ operator: 'Reshape' }, 'count', ['length', 'scalar'], ['count'], []),
      nodeFields(
        { operator: 'Loop' },
        'loop',
        ['count', 'true', ...stateIn.map(({ name }) => name)],
        step.outputs.map(({ name }) => name),
        [graphAttribute('body', body)],
      ),
    ],
    inputs: [
      ...stateIn.map((input) => declare(input.name, input)),
      ...stepIn.map((input) => declare(stackedName(input.name), input, [steps])),
    ],
    outputs: [
      ...stateOut.map((output) => declare(output.name, output)),
      ...stepOut.map((output) => declare(output.name, output, [steps])),
    ],
  };
}
