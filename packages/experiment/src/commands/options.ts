import { InvalidArgumentError, Option } from 'commander';

/** `--preset`, or the variable PRESET. */
export const presetOption = () =>
  new Option('-p, --preset <name>', 'sizes to train at').env('PRESET').default('sample');

/** `--seeds`, or the variable SEEDS. */
export const seedsOption = () =>
  new Option('-s, --seeds <count>', 'how many seeds, instead of the preset’s')
    .env('SEEDS')
    .argParser((text) => {
      const count = Number(text);
      if (!Number.isInteger(count) || count < 1)
        throw new InvalidArgumentError('expected a whole number above 0');
      return count;
    });

/** `--engine`, or the variable ENGINE. */
export const engineOption = () =>
  new Option('-e, --engine <name>', 'what executes the training steps').env('ENGINE');
