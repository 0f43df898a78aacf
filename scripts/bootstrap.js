/**
 * What `npm run reproduce`, `npm run table` and `npm test` run: installs with the lockfile frozen, builds, goes on.
 * Needs Node and npm alone; pnpm comes through npx in the version that package.json names.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optionsHelp, pipelineSettings } from './pipeline-options.js';
import { run } from './run.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
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

const node = (parameters, env = environment) => run(process.execPath, parameters, { cwd: root, env });
const module = (path) => join(root, 'node_modules', path);
const pnpm = (...parameters) => node([module('pnpm/bin/pnpm.cjs'), ...parameters]);
const turbo = (parameters, env) => node([module('turbo/bin/turbo'), 'run', ...parameters], env);

async function steps(...each) {
  for (const step of each) {
    const code = await step();
    if (code !== 0) process.exit(code);
  }
}

/** The store that the packages were installed from: under another HOME, pnpm would install everything anew from another. */
function storeOptions() {
  try {
    const { storeDir } = JSON.parse(readFileSync(module('.modules.yaml'), 'utf8'));
    accessSync(storeDir, constants.W_OK);
    return [`--store-dir=${storeDir}`];
  } catch {
    return [];
  }
}

function install() {
  const options = [
    '--frozen-lockfile',
    '--prefer-offline',
    '--loglevel=warn',
    '--config.confirm-modules-purge=false',
  ];
  const parameters = ['--yes', packageManager, 'install', ...options, ...storeOptions()];
  return run('npx', parameters, { cwd: root, env: environment });
}

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
