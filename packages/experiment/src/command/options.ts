import { InvalidArgumentError, Option } from 'commander';
import { DEVICES } from '../runs/engines.js';

/** `--preset`, or the variable PRESET. */
export const presetOption = () =>
  new Option('-p, --preset <name>', 'sizes to train at').env('PRESET').default('sample');

/** `--seeds`, or the variable SEEDS. */
export const seedsOption = () =>
  new Option('-s, --seeds <count>', 'how many seeds, instead of the preset’s')
    .env('SEEDS')
    .argParser(positiveInteger);

/** `--engine`, or the variable ENGINE. */
export const engineOption = () =>
  new Option('-e, --engine <name>', 'what executes the training steps').env('ENGINE');

/** `--device`, or the variable DEVICE. */
export const deviceOption = () =>
  new Option('--device <name>', 'where they are executed: the processor, or an NVIDIA card (default: cpu)')
    .env('DEVICE')
    .choices(DEVICES);

/** `--threads`, or the variable THREADS. */
export const threadsOption = () =>
  new Option('-t, --threads <count>', 'the most threads of a training step (default: one a core)')
    .env('THREADS')
    .argParser(positiveInteger);

/** `--unit`, as often as wanted. */
export const unitOption = () =>
  new Option(
    '-u, --unit <id>',
    'only this one, as plan lists it: <table>/<preset>/<unit>; several by several --unit',
  ).argParser((id: string, before: readonly string[] = []) => [...before, id]);

/** A count as it is typed. @throws InvalidArgumentError for anything but a whole number above 0 */
export function positiveInteger(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('expected a whole number above 0');
}
