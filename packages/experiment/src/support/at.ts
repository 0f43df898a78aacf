/** The element at an index where there must be one. @throws RangeError where there is none */
export function at<Value>(values: ArrayLike<Value>, index: number): Value {
  const value = values[index];
  if (value !== undefined) return value;
  throw new RangeError(`expected an index from 0 to ${values.length - 1}, got ${index}`);
}
