/**
 * What `npm run audit` runs: asks the registry's audit service about all dependencies that users of the packages and the
 * pages get, and prints what it knows. Exits with 1 at a finding that is high or critical, and with 2 where nothing was
 * checked, since no service answered.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FAILING = ['high', 'critical'];
const NOT_CHECKED = 2;
const PATIENCE = 120_000;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const parameters = [join(root, 'node_modules/pnpm/bin/pnpm.cjs'), 'audit', '--prod', '--json'];
const { stdout, error } = spawnSync(process.execPath, parameters, {
  cwd: root,
  encoding: 'utf8',
  env: { npm_config_fetch_retries: '1', ...process.env },
  maxBuffer: 2 ** 26,
  timeout: PATIENCE,
});

const answer = parse(stdout);
if (answer.advisories === undefined) {
  const reason = answer.error?.message ?? error?.message ?? stdout.trim();
  console.error(`audit: not checked, since no audit service answered. ${reason}`);
  console.error('audit: try again with a registry that has one: npm_config_registry=<url> npm run audit');
  process.exit(NOT_CHECKED);
}
const findings = Object.values(answer.advisories);
for (const {
  severity,
  module_name: name,
  vulnerable_versions: versions,
  title,
  url,
  findings: found,
} of findings) {
  const installed = found.map(({ version }) => version).join(', ');
  console.log(`${severity}: ${name} ${installed} (vulnerable: ${versions}): ${title}, ${url}`);
}
const failing = findings.filter(({ severity }) => FAILING.includes(severity));
console.log(`audit: ${findings.length} findings, ${failing.length} of them high or critical`);
process.exit(failing.length > 0 ? 1 : 0);

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
