import type { NamedArrays, Snapshot } from '@better-attention/training';
import { describe, expect, it } from 'vitest';
import { transferred } from '../../src/runs/transfer.js';

const array = (...shape: number[]) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: new Float32Array(size).fill(size) };
};
const trained = (arrays: NamedArrays['arrays']): NamedArrays => ({ arrays, metadata: {} });

const initial: Snapshot = {
  step: 0,
  parameters: {
    'patch.kernel': array(27, 4),
    position: array(9, 4),
    'logits.kernel': array(4, 10),
  },
  slots: { mean: { position: array(9, 4) } },
};
const others = { 'patch.kernel': array(9, 4), position: array(9, 4), 'logits.kernel': array(4, 10) };

describe('transferred', () => {
  it('takes what fits and leaves the first and last layers where they do not', () => {
    const { parameters, slots, step } = transferred(trained(others), initial);
    expect(step).toBe(0);
    expect(parameters.position).toBe(others.position);
    expect(parameters['logits.kernel']).toBe(others['logits.kernel']);
    expect(parameters['patch.kernel']).toBe(initial.parameters['patch.kernel']);
    expect(slots.mean?.position).toBe(initial.slots.mean?.position);
  });

  it('refuses another model in one line that names both shapes', () => {
    expect(() => transferred(trained({ ...others, position: array(16, 4) }), initial)).toThrow(
      "fine-tuning: 'position' is of shape [16,4] in the parameters to start from, this model needs [9,4]",
    );
    const { position: _, ...rest } = others;
    expect(() => transferred(trained(rest), initial)).toThrow("'position' is missing in the parameters");
  });
});
