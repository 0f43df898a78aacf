/**
 * Runs something while the host's random numbers are counted: TensorFlow.js seeds its own by them.
 *
 * @returns how often they were asked for
 */
export async function withoutHostRandom(action: () => Promise<void>): Promise<number> {
  const { random } = Math;
  let draws = 0;
  Math.random = () => {
    draws++;
    return random();
  };
  try {
    await action();
  } finally {
    Math.random = random;
  }
  return draws;
}
