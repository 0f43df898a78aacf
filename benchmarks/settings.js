/** What the variables of the environment say, for the benchmarks of steps. */
import { env } from 'node:process';

/** The value of a variable, or the first of those that it may have. Ends the process where it is another. */
export function choice(variable, known) {
  const name = env[variable] ?? known[0];
  if (known.includes(name)) return name;
  return refuse(variable, `one of ${known.join(', ')}`);
}

/** Values separated by commas, or all that there are. Ends the process where one is unknown. */
export function choices(variable, known) {
  const names = env[variable]?.split(',') ?? known;
  if (names.every((name) => known.includes(name))) return names;
  return refuse(variable, `names of ${known.join(', ')}`);
}

/** The value of a variable as a positive integer, or what it is when unset. Ends the process where it is another. */
export function count(variable, otherwise) {
  const number = Number(env[variable] ?? otherwise);
  if (Number.isInteger(number) && number > 0) return number;
  return refuse(variable, 'a positive integer');
}

function refuse(variable, expected) {
  console.error(`${variable}: expected ${expected}, got '${env[variable]}'`);
  process.exit(1);
}
