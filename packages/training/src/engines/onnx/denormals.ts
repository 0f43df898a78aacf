/**
 * Whether this thread takes numbers next to zero, smaller than a normal number of their type, for zero. ONNX Runtime makes
 * the thread of a process' first session do so, and on Linux the threads that this one starts do as it does.
 */
export function flushesDenormals(): boolean {
  const [smallest] = Float64Array.of(Number.MIN_VALUE) as unknown as [number];
  return smallest + smallest === 0;
}
