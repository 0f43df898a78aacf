/** Behind the name of tests that need something: that they are skipped, and what would run them. Empty where it is there. */
export function unless(found: unknown, wayOut: string): string {
  return found ? '' : ` (skipped: ${wayOut})`;
}

/** Behind the name of tests of the full data sets. */
export const WITHOUT_DATA = unless(
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: tests are no task of turbo
  process.env.BETTER_ATTENTION_DATA,
  'BETTER_ATTENTION_DATA with a folder of the full data sets runs it',
);

/** Behind the name of tests that compile with LaTeX. */
export function withoutLatex(installed: boolean): string {
  return unless(
    installed,
    'no pdflatex; `apt-get install texlive-latex-base texlive-latex-recommended` runs it',
  );
}

/** Behind the name of tests of what Linux alone has. */
export const LINUX_ALONE = unless(process.platform === 'linux', 'Linux runs it');

/** Behind the name of tests of signals, processes and limits as POSIX has them. */
export const POSIX_ALONE = unless(process.platform !== 'win32', 'any system but Windows runs it');
