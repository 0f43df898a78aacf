import type { Graph } from './graph/graph.js';
import { graphParts } from './onnx/model.js';
import { optimise } from './passes/index.js';
import { type SeparatedGraph, separateRowSums } from './passes/separate-row-sums.js';
import { withUnshapedOutputs } from './passes/unshaped-outputs.js';
import { type Recording, record, type TensorsOf } from './recorder/record.js';
import { checkOptions } from './runtime/options.js';
import { separateSpecs } from './runtime/outputs.js';
import type { Program } from './runtime/program.js';
import { rowReads } from './runtime/row-reads.js';
import { type CompileOptions, sessionModel } from './runtime/session.js';
import { threadsFor, workOf } from './runtime/threads.js';
import { type TensorSpec, type Tree, unflatten } from './tensors/tree.js';

/** A program, and what it was made from. */
export interface Lowered {
  readonly program: Program;
  /** The recorded graph, optimised. */
  readonly graph: Graph;
  /** That of the program. */
  readonly separated: SeparatedGraph;
}

/**
 * Records a function of TensorFlow.js tensors for inputs of fixed shapes, as a program that any thread can load. The
 * function is called once, now; see `record` for what it may do.
 */
export function lower<Signature>(
  fn: (inputs: TensorsOf<Signature>) => unknown,
  signature: Signature,
  options: CompileOptions = {},
): Program {
  return lowerRecording(record(fn, signature), options).program;
}

/** Optimises what is recorded, as a program. */
export function lowerRecording(
  { graph: recorded, inputs, outputs }: Recording,
  options: CompileOptions = {},
): Lowered {
  checkOptions(options);
  const graph = optimise(recorded);
  const separated = separateRowSums(withUnshapedOutputs(graph));
  const work = workOf(graph);
  const namesOf = (values: readonly { readonly name: string }[]) => values.map(({ name }) => name);
  const program: Program = {
    model: sessionModel(graphParts(separated.graph)),
    inputs,
    outputs: unflatten<Tree<TensorSpec>>(outputs, separateSpecs(separated)) as Tree<TensorSpec>,
    names: { inputs: namesOf(graph.inputs), outputs: namesOf(separated.graph.outputs) },
    rowReads: rowReads(separated.graph),
    work,
    threads: threadsFor(work, options.threads),
    options,
  };
  return { program, graph, separated };
}
