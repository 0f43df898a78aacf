import { Tensor } from '@tensorflow/tfjs-core';

/** A value of any kind, in few words, as an error says what it got. */
export function described(value: unknown): string {
  if (value instanceof Tensor) return `a tensor ${listed(value.shape)} of ${value.dtype}`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return ArrayBuffer.isView(value) || value.constructor !== Object
    ? `a ${value.constructor?.name ?? 'object'}`
    : `an object of ${Object.keys(value).join(', ') || 'nothing'}`;
}

/** The lengths of a shape, as errors list them. */
export function listed(lengths: readonly unknown[]): string {
  return `[${lengths.join(', ')}]`;
}
