/** What is typed to run the command, by where a person is. */
export interface CommandLines {
  /** How the command is started: `npx better-attention`. */
  readonly program: string;
  /** The line of a command by its words: `plan imdb`. */
  command(words: string): string;
  /** The line that measures what is missing of a table, or of all, and renders it. */
  measure(choice: { readonly name?: string; readonly preset: string }): string;
}

/** In a checkout of the repository. */
export const IN_REPOSITORY: CommandLines = {
  ...linesOf('npx pnpm better-attention'),
  measure: ({ name, preset }) =>
    `npm run ${name === undefined ? 'reproduce --' : `table -- ${name}`} --preset ${preset}`,
};

/** Wherever the package is installed. */
export const IN_FOLDER: CommandLines = {
  ...linesOf('npx better-attention'),
  measure: ({ name, preset }) => `npx better-attention train ${name ?? '<table>'} --preset ${preset}`,
};

function linesOf(program: string): Pick<CommandLines, 'program' | 'command'> {
  return { program, command: (words) => `${program} ${words}` };
}
