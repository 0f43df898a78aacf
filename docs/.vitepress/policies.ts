import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentSecurityPolicy, withPolicy } from '../../packages/reporting/src/page/policy.js';

/**
 * Gives the built pages a Content-Security-Policy, one for all, since a page that a link leads to is drawn inside the one
 * that was loaded. The committed reports have their own already.
 *
 * @param folder of the built site
 */
export function writePolicies(folder: string): void {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.html') && file.split(/[\\/]/)[0] !== 'reports',
  );
  const markup = pages.map((file) => readFileSync(join(folder, file), 'utf8'));
  const policy = contentSecurityPolicy(markup);
  for (const [at, file] of pages.entries()) {
    writeFileSync(join(folder, file), withPolicy(markup[at] as string, policy));
  }
}
