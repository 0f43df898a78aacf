import type { Device } from '@better-attention/training';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { slurmOptions } from '../launchers/array-options.js';
import { LAUNCHERS } from '../launchers/launchers.js';

/** The devices that an engine may be asked for. */
const DEVICES: readonly Device[] = ['cpu', 'cuda'];

/** `--preset`, or the variable PRESET. */
export const presetOption = () =>
  new Option('-p, --preset <name>', 'sizes to train at').env('PRESET').default('sample');

/** `--seeds`, or the variable SEEDS. */
export const seedsOption = () =>
  new Option('-s, --seeds <count>', 'how many seeds, instead of the preset’s')
    .env('SEEDS')
    .argParser(positiveInteger);

/** `--power`. */
export const powerOption = () =>
  new Option(
    '--power <share>',
    'tell how many seeds, runs and hours would decide the claims on performance with this power, e.g. 0.8',
  ).argParser(power);

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

/** `--checkpoint-every`, or the variable CHECKPOINT_EVERY. */
export const checkpointEveryOption = () =>
  new Option(
    '--checkpoint-every <seconds>',
    'between two checkpoints of a run, or more where they would take over 1 % of the time (default: 30)',
  )
    .env('CHECKPOINT_EVERY')
    .argParser(positiveNumber);

/** `--concurrent`, or the variable CONCURRENT. */
export const concurrentOption = () =>
  new Option(
    '--concurrent <count>',
    'how many runs at once: on this machine each on its share of the cores (default: 1), on Slurm at most (default: as many as there is room for)',
  )
    .env('CONCURRENT')
    .argParser(positiveInteger);

/** `--yes`, or the variable YES. */
export const yesOption = () =>
  new Option('-y, --yes', 'start without asking, however long it will take').env('YES');

/** `--json`. */
export const jsonOption = () => new Option('--json', 'as JSON');

/** `--launcher`. */
export const launcherOption = () =>
  new Option('--launcher <name>', 'where the runs are trained: on this machine, or as a job array of Slurm')
    .choices(Object.keys(LAUNCHERS))
    .default('local');

/** `--slurm`, as often as wanted. */
export const slurmOption = () =>
  new Option(
    '--slurm <options>',
    'more options of sbatch, e.g. --slurm="--partition=gpu --gres=gpu:1"',
  ).argParser((text: string, before: readonly string[] = []) => [...before, ...slurmOptions(text)]);

/** `--mechanism`, `--heads` and `--seed`: one run, or those of a mechanism or of a seed. */
export const selectionOptions = () => [
  new Option('-m, --mechanism <name>', 'only the runs with this attention'),
  new Option('--heads <count>', 'only those with so many heads (default: the table’s own number)').argParser(
    positiveInteger,
  ),
  new Option('--seed <number>', 'only those of this seed').argParser(seedNumber),
];

/** `--unit`, as often as wanted. */
export const unitOption = () =>
  new Option(
    '-u, --unit <id>',
    'only this one, as plan lists it: <table>/<preset>/<unit>; several by several --unit',
  ).argParser((id: string, before: readonly string[] = []) => [...before, id]);

/** `--mechanism-file`. */
export const mechanismFileOption = () =>
  new Option(
    '--mechanism-file <file>',
    'a mechanism of your own, whose runs beside Standard take the place of the table’s',
  );

/** `--against`. */
export const againstOption = () =>
  new Option(
    '--against <names>',
    'mechanisms that your own is set beside, e.g. standard,super (default: standard)',
  ).argParser(names);

/** `imdb,mnist`: names as they are typed. @throws InvalidArgumentError where there is none */
export function names(text: string): string[] {
  const found = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (found.length > 0) return [...new Set(found)];
  throw new InvalidArgumentError('expected names with commas between, e.g. imdb,mnist');
}

/** Options as they were given, as words of a command line; without some, by the names of their values. */
export function givenOptions(command: Command, without: readonly string[]): string[] {
  return command.options.flatMap((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    if (value === undefined || command.getOptionValueSource(name) === 'default') return [];
    if (without.includes(name)) return [];
    return option.isBoolean() ? [option.long as string] : [option.long as string, `${value}`];
  });
}

/** A power as it is typed. @throws InvalidArgumentError for anything but a number between 0 and 1 */
function power(text: string): number {
  const share = Number(text);
  if (share > 0 && share < 1) return share;
  throw new InvalidArgumentError('expected a number between 0 and 1, e.g. 0.8');
}

/** A number as it is typed. @throws InvalidArgumentError for anything but a number above 0 */
function positiveNumber(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('expected a number above 0');
}

/** A seed as it is typed. @throws InvalidArgumentError for anything but a whole number from 0 on */
export function seedNumber(text: string): number {
  const seed = Number(text);
  if (text !== '' && Number.isInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError('expected a whole number from 0 on');
}

/** A count as it is typed. @throws InvalidArgumentError for anything but a whole number above 0 */
export function positiveInteger(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('expected a whole number above 0');
}
