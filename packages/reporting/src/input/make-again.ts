import type { CommonInput } from './tables.js';

/** How the command is started where the package is installed. */
export const PROGRAM = 'npx better-attention';

/** The command that makes the unit behind a record again: `npx better-attention train -u imdb/cpu/super-h4-seed0 --again --yes`. */
export function makeAgain(
  {
    name,
    preset,
    program = PROGRAM,
    mechanismFile,
  }: Pick<CommonInput<never>, 'name' | 'preset' | 'program' | 'mechanismFile'>,
  record: string,
): string {
  const unit = `${name}/${preset.name}/${record.replace(/\.json$/, '')}`;
  const file = mechanismFile === undefined ? '' : ` --mechanism-file ${mechanismFile}`;
  return `${program} train -u ${unit}${file} --again --yes`;
}
