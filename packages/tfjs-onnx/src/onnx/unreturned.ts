import { type GraphParts, nodeFields } from './model.js';
import { concatenate, integer, message, text } from './protobuf.js';
import { elementTypeCodes } from './types.js';

/** The name of the output that {@link withUnreturnable} adds. */
export const unreturnable = 'unreturnable';

/** The graph with one more output, the first: an empty sequence of tensors. */
export function withUnreturnable(graph: GraphParts): GraphParts {
  const tensor = message(1, [integer(1, elementTypeCodes.float32)]);
  const sequence = message(4, [message(1, [tensor])]);
  return {
    ...graph,
    nodes: [...graph.nodes, nodeFields({ operator: 'SequenceEmpty' }, unreturnable, [], [unreturnable], [])],
    outputs: [concatenate([text(1, unreturnable), message(2, [sequence])]), ...graph.outputs],
  };
}
