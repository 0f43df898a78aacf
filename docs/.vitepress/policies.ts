import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  contentSecurityPolicy,
  type Directives,
  withPolicy,
} from '../../packages/reporting/src/page/policy.js';

/** The pages of the API draw icons from a file, and their filters write style sheets. */
const API: Directives = { 'img-src': ["'self'"], 'style-src-elem': ["'self'", "'unsafe-inline'"] };

/**
 * Gives the built pages a Content-Security-Policy: one for all, since a page that a link leads to is drawn inside the one
 * that was loaded, and one for those of the API. The committed reports have their own already.
 *
 * @param folder of the built site
 */
export function writePolicies(folder: string): void {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  const pagesIn = (name: string) => pages.filter((file) => file.split(/[\\/]/)[0] === name);
  const [api, reports] = [pagesIn('api'), pagesIn('reports')];
  write(
    pages.filter((file) => !api.includes(file) && !reports.includes(file)),
    {},
  );
  write(api, API);

  function write(files: readonly string[], more: Directives): void {
    const markup = files.map((file) => readFileSync(join(folder, file), 'utf8'));
    const policy = contentSecurityPolicy(markup, more);
    for (const [at, file] of files.entries()) {
      writeFileSync(join(folder, file), withPolicy(markup[at] as string, policy));
    }
  }
}
