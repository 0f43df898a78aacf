import type { RandomStream } from '@better-attention/random';
import { cast, where as select, type Tensor1D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { dense } from '../math/dense.js';
import { mergeHeads } from '../math/heads.js';
import { replacedAt } from '../math/positions.js';
import type { AttentionMemory, AttentionOptions, AttentionParameters, MemoryShapes } from './attention.js';
import type { AttendInputs, MechanismDefinition, ProjectInputs } from './definition.js';
import { requireStream } from './parameters.js';
import { requireAttended, requireNoPromise, requireProjected } from './results.js';
import { type AttentionSettings, settingsOf } from './settings.js';

/** A definition with its options and constants. */
export interface Layer<Parameters extends AttentionParameters> {
  /** Names the layer in errors. */
  readonly where: string;
  readonly settings: Pick<AttentionSettings, 'modelWidth' | 'dropout'>;
  /** How many numbers the parameters hold. */
  readonly parameterCount: number;
  init(random: RandomStream): Parameters;
  memoryShapes(batch: number, length: number): MemoryShapes;
  project(parameters: Parameters, inputs: Omit<ProjectInputs, 'heads'>): AttentionMemory;
  extend(
    parameters: Parameters,
    memory: AttentionMemory,
    inputs: Omit<ProjectInputs, 'heads'>,
    position: Tensor1D,
  ): AttentionMemory;
  /** `O = (Z_1, …, Z_H) W^O`, zero for queries that may attend to nothing. */
  attend(
    parameters: Parameters,
    inputs: Omit<AttendInputs, 'heads'>,
  ): { readonly output: Tensor3D; readonly weights: Tensor4D | undefined };
}

/**
 * The layer of a mechanism with options.
 * @throws when an option is unknown or out of range
 */
export function layerOf<Parameters extends AttentionParameters, Options extends AttentionOptions, Constants>(
  definition: MechanismDefinition<Parameters, Options, Constants>,
  options: Options,
): Layer<Parameters> {
  const where = `${definition.name} attention`;
  const settings = settingsOf({ where, ...definition }, options);
  const { heads, headWidth } = settings;
  const constants = definition.constants?.(settings) as Constants;
  const project: Layer<Parameters>['project'] = (parameters, inputs) => {
    const memory = definition.project(parameters, { ...inputs, heads }, constants);
    requireProjected(where, memory);
    return memory;
  };
  return {
    where,
    settings,
    parameterCount: definition.parameterCount(settings),
    init(random) {
      requireStream(where, random);
      const parameters = definition.init(settings, random);
      requireNoPromise(where, 'init', parameters);
      return parameters;
    },
    memoryShapes(batch, length) {
      const shape = [batch, heads, length, headWidth];
      return definition.memoryShapes?.(settings, batch, length) ?? { keys: shape, values: shape };
    },
    project,
    extend: (parameters, memory, inputs, position) =>
      definition.extend?.(parameters, memory, { ...inputs, heads }, position) ??
      extendedAt(memory, project(parameters, inputs), position),
    attend(parameters, inputs) {
      const made = definition.attend(parameters, { ...inputs, heads }, constants);
      const [batch, queries] = inputs.query.shape;
      requireAttended(where, made, { batch, heads, queries, width: parameters.output.kernel.shape[0] });
      const { weights, attended } = made;
      const projected = dense(mergeHeads(attended), parameters.output) as Tensor3D;
      const { allowed } = inputs;
      if (allowed?.queries === undefined) return { weights, output: projected };
      return { weights, output: select(cast(allowed.queries, 'bool'), projected, 0) };
    },
  };
}

/** `memory` with the keys and values of one position in the place of those at that position. */
function extendedAt(memory: AttentionMemory, added: AttentionMemory, position: Tensor1D): AttentionMemory {
  return {
    keys: replacedAt(memory.keys, added.keys, position),
    values: replacedAt(memory.values, added.values, position),
  };
}
