/**
 * What `npm run reproduce`, `npm run table` and `npm test` run: installs with the lockfile frozen, builds, goes on.
 * Needs Node and npm alone; pnpm comes through npx in the version that package.json names.
 */
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { optionsHelp, PIPELINE_OPTIONS, pipelineSettings } from './pipeline-options.js';
import { run } from './run.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const environment = {
  ...process.env,
  DO_NOT_TRACK: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_UI: 'false',
  npm_config_prefer_offline: 'true',
  npm_config_update_notifier: 'false',
};

const HELP = {
  reproduce: `npm run reproduce [-- options]

Trains what is not recorded yet and renders the report of all tables.

${optionsHelp()}`,
  table: `npm run table -- <experiment> [options]

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

/** The store that the installed packages came from, when it is still in reach. */
function installedStore() {
  try {
    const { storeDir } = JSON.parse(readFileSync(module('.modules.yaml'), 'utf8'));
    accessSync(storeDir, constants.W_OK);
    return storeDir;
  } catch {
    return undefined;
  }
}

/**
 * Installs. Under another HOME, pnpm has another store, and makes node_modules anew: the store of before saves that. Where
 * it is out of reach, pnpm comes from outside node_modules, since it would remove itself there.
 */
function install() {
  const store = installedStore();
  const parameters = [
    ...['--yes', packageManager, `--dir=${root}`, 'install', '--frozen-lockfile'],
    ...['--loglevel=warn', '--config.confirm-modules-purge=false'],
    ...(store === undefined ? [] : [`--store-dir=${store}`]),
  ];
  return run('npx', parameters, { cwd: store === undefined ? tmpdir() : root, env: environment });
}

const build = () => turbo(['build']);

function pipeline(task, { tables, variables }) {
  const filter = tables.map((name) => `--filter=@better-attention/${name}-table`);
  const env = { ...environment, ...variables };
  return turbo([task, ...filter, '--log-prefix=none', '--concurrency=1'], env);
}

function refuse(problem) {
  console.error(`${command}: ${problem}`);
  process.exit(1);
}

/** What is said of a name that a list lacks: with the nearest, where the packages are built. */
async function unlisted(name, known) {
  const spelling = new URL('../packages/experiment/dist/support/spelling.js', import.meta.url);
  const { unlisted: nearest } = await import(spelling).catch(() => ({}));
  return nearest?.(name, known) ?? `'${name}'; known: ${known.join(', ')}`;
}

async function settings(parameters) {
  const tables = readdirSync(join(root, 'experiments'));
  let chosen;
  try {
    chosen = pipelineSettings(parameters);
  } catch (error) {
    const [, option] = /^Unknown option '([^']+)'/.exec(error.message) ?? [];
    if (option === undefined) return refuse(`${error.message.split('. ')[0]}; --help lists the options`);
    return refuse(
      `unknown option ${await unlisted(
        option,
        Object.keys(PIPELINE_OPTIONS).map((name) => `--${name}`),
      )}`,
    );
  }
  const unknown = chosen.tables.find((name) => !tables.includes(name));
  if (unknown !== undefined) return refuse(`unknown experiment ${await unlisted(unknown, tables)}`);
  if (command === 'table' && chosen.tables.length === 0) {
    return refuse(`which table? One of: ${tables.join(', ')}`);
  }
  return chosen;
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
  const chosen = await settings(parameters);
  await steps(install, () => pipeline(command === 'table' ? 'table' : 'report', chosen));
}
