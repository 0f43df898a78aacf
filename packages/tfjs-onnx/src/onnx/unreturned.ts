import { type GraphParts, nodeFields } from './model.js';
import { integer, message, text } from './protobuf.js';
import { ELEMENT_TYPE_CODES } from './types.js';

/** The name of the output that {@link withUnreturnable} adds. */
export const UNRETURNABLE = 'unreturnable';

/** The graph with one more output, the first: an empty sequence of tensors. */
export function withUnreturnable(graph: GraphParts): GraphParts {
  const tensor = message(1, [integer(1, ELEMENT_TYPE_CODES.float32)]);
  const sequence = message(4, [message(1, [tensor])]);
  return {
    ...graph,
    nodes: [...graph.nodes, nodeFields({ operator: 'SequenceEmpty' }, UNRETURNABLE, [], [UNRETURNABLE], [])],
    outputs: [[text(1, UNRETURNABLE), message(2, [sequence])], ...graph.outputs],
  };
}
