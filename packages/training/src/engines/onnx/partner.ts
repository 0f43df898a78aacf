import { type LoadedProgram, load, type Program } from '@better-attention/tfjs-onnx/runtime';
import { stateIn } from './state.js';
import { type HalfArrays, type Range, type StepEnd, type UpdateData, updateOf } from './update.js';

/** What a {@link Partner} works with: plain data, on memory that threads can share. */
export interface PartnerData extends UpdateData {
  /** The gradient of the mean over half a batch. */
  readonly program: Program;
  /** What it updates of the state. */
  readonly range: Range;
}

/** What takes the second half of each step, in this thread or in another. */
export interface Partner {
  /** Computes the gradient of the second half. */
  differentiate(): Promise<void>;
  /** Joins the gradients of both halves and updates its range of the state. */
  update(end: StepEnd): Promise<void>;
}

/**
 * A partner that works in the thread that makes it.
 *
 * @param gradient the program of the gradient, where it is loaded already
 */
export async function partnerHere(data: PartnerData, gradient?: LoadedProgram): Promise<Partner> {
  const { program, memory, layout, range } = data;
  const loaded = gradient ?? (await load(program));
  const update = updateOf(data, range);
  const { parameters, beside } = stateIn(memory, layout);
  const { second, results } = beside as unknown as HalfArrays;
  return {
    async differentiate() {
      await loaded.run({ parameters, ...second }, { into: results[1] as never });
    },
    update: async (end) => update(end),
  };
}
