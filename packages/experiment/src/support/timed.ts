/** Does some work; gives the seconds that it took, and what it gave. */
export async function timed<Value>(work: () => Value | Promise<Value>): Promise<[number, Value]> {
  const started = performance.now();
  const value = await work();
  return [(performance.now() - started) / 1000, value];
}
