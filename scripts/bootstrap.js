/**
 * What `npm run reproduce`, `npm run table` and `npm test` run: installs with the lockfile frozen, builds, goes on.
 * Needs Node and npm alone; pnpm comes through npx in the version that package.json names.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optionsHelp, pipelineSettings } from './pipeline-options.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const windows = process.platform === 'win32';
const environment = {
  ...process.env,
  DO_NOT_TRACK: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_UI: 'false',
  npm_config_update_notifier: 'false',
};

const HELP = {
  reproduce: `npm run reproduce [-- options]

Trains what is not recorded yet and renders the report of all tables.

${optionsHelp()}`,
  table: `npm run table -- <experiment> [options]     (or: pnpm table <experiment> [options])

Trains and renders one table; the options are those of npm run reproduce.`,
  test: `npm test [-- options of vitest]

Installs, builds, type-checks, lints and runs every test.`,
};

/** Runs a program to its end; resolves to its exit code. Ctrl-C reaches it as well, and it decides when to stop. */
function run(program, parameters, env = environment) {
  const child = spawn(program, parameters, { cwd: root, env, stdio: 'inherit', shell: windows });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

const pnpm = (...parameters) => run('npx', ['--yes', packageManager, ...parameters]);
const turbo = (parameters, env) =>
  run(process.execPath, [join(root, 'node_modules/turbo/bin/turbo'), 'run', ...parameters], env);

async function steps(...each) {
  for (const step of each) {
    const code = await step();
    if (code !== 0) process.exit(code);
  }
}

const install = () => pnpm('install', '--frozen-lockfile', '--prefer-offline', '--loglevel=warn');
const build = () => turbo(['build']);

function pipeline(task, { tables, variables }) {
  const filter = tables.map((name) => `--filter=@better-attention/${name}-table`);
  const env = { ...environment, ...variables };
  return turbo([task, ...filter, '--log-prefix=none', '--concurrency=1'], env);
}

function settings(parameters) {
  try {
    return pipelineSettings(parameters);
  } catch (error) {
    console.error(`${command}: ${error.message}; --help lists the options`);
    return process.exit(1);
  }
}

const [command, ...parameters] = process.argv.slice(2);
if (!(command in HELP)) {
  console.error(`bootstrap: unknown command '${command}'; known: ${Object.keys(HELP).join(', ')}`);
  process.exit(1);
}
if (parameters.includes('--help') || parameters.includes('-h')) {
  console.log(HELP[command]);
} else if (command === 'test') {
  await steps(
    install,
    build,
    () => pnpm('run', 'typecheck'),
    () => pnpm('run', 'lint'),
    () => pnpm('run', 'vitest', ...parameters),
  );
} else {
  const chosen = settings(parameters);
  await steps(install, () => pipeline(command === 'table' ? 'table' : 'report', chosen));
}
