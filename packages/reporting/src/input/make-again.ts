import type { CommonInput } from './tables.js';

/** The command that makes the unit behind a record again: `better-attention train -u imdb/cpu/super-h4-seed0 --again --yes`. */
export function makeAgain(
  { name, preset }: Pick<CommonInput<never>, 'name' | 'preset'>,
  file: string,
): string {
  const unit = `${name}/${preset.name}/${file.replace(/\.json$/, '')}`;
  return `better-attention train -u ${unit} --again --yes`;
}
