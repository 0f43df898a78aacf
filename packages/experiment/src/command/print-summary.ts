import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { writeAtomically } from '@better-attention/files';
import { Failure } from '../support/failure.js';

const run = promisify(execFile);

/** What a Chromium is called, by distribution. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Of a browser that hangs. */
const PATIENCE = 120_000;

/** Which browser prints, and where. */
export interface Printing {
  /** Of a written report. */
  readonly folder: string;
  /** A Chromium, where not the first that the machine has. */
  readonly program: string | undefined;
}

/**
 * Prints a report's summary on two pages with the machine's Chromium, as `summary.pdf` beside it. The file has the date and the
 * browser's version in it, so that it isn't the same twice.
 *
 * @returns the path of the file
 * @throws Failure where there is no Chromium, or it doesn't print
 */
export async function printSummary({ folder, program }: Printing): Promise<string> {
  const target = join(folder, 'summary.pdf');
  const page = join(folder, 'summary.html');
  const profile = await mkdtemp(join(tmpdir(), 'better-attention-print-'));
  const made = join(profile, 'summary.pdf');
  const parameters = [
    '--headless',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${made}`,
    pathToFileURL(page).href,
  ];
  try {
    for (const name of program === undefined ? PROGRAMS : [program]) {
      if (!(await hasRun(name, parameters))) continue;
      const pdf = await readFile(made).catch((cause) => {
        throw new Failure(`${name} printed nothing of ${page}`, { cause });
      });
      await writeAtomically(target, pdf);
      return target;
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const tried = program ?? PROGRAMS.join(', ');
  throw new Failure(
    `no Chromium to print the summary with (${tried}); install it, or name it: CHROMIUM=/path/to/chromium`,
  );
}

/** Runs a program; whether there is one of that name. @throws Failure with what it said where it fails */
async function hasRun(program: string, parameters: readonly string[]): Promise<boolean> {
  try {
    await run(program, parameters, { timeout: PATIENCE });
    return true;
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') return false;
    throw new Failure(`${program} could not print the summary: ${stderr?.trim() || message}`);
  }
}
