import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../support/failure.js';
import { FILE_KINDS, importFile } from '../support/import-file.js';
import { foldersIn } from './folders.js';
import { packageEntry } from './package-entry.js';
import type { Definition } from './workspace.js';

/** A table that a folder has. */
export interface FoundTable {
  /** Where it lies. */
  readonly folder: string;
  load(): Promise<Definition>;
}

/** The variable that says where the package lies whose dependencies are the tables that come with the command. */
const TABLES_VARIABLE = 'BETTER_ATTENTION_TABLES';
/** The package that brings the command together with tables. */
const WHOLE = 'better-attention';
/** What a package of a table is called. */
const TABLE = /^(?:@[^/]+\/)?(.+)-table$/;

/**
 * The tables of a folder by their names: its own in `experiments/<name>/`, each a file `experiment.js` (`.mjs`, `.ts`, …) or a
 * package, then the packages `…-table` that it depends on, then those that come with the command. The first of a name holds.
 */
export async function findTables(root: string): Promise<ReadonlyMap<string, FoundTable>> {
  const own = (await foldersIn(join(root, 'experiments'))).flatMap((name) =>
    ownTable(name, join(root, 'experiments', name)),
  );
  const whole = wholePackage(root);
  const descriptions = [join(root, 'package.json'), ...(whole === undefined ? [] : [whole])];
  const installed = (await Promise.all(descriptions.map(tablesOfPackage))).flat();
  const sorted = [...own, ...installed].reverse();
  return new Map([...new Map(sorted)].sort(([left], [right]) => (left < right ? -1 : 1)));
}

type NamedTable = readonly [name: string, table: FoundTable];

/** The table of a folder in `experiments/`; none where it holds neither a file nor a package. */
function ownTable(name: string, folder: string): NamedTable[] {
  const file = FILE_KINDS.map((kind) => join(folder, `experiment${kind}`)).find((path) => existsSync(path));
  const description = join(folder, 'package.json');
  if (file === undefined && !existsSync(description)) return [];
  const load = async () => {
    const path = file ?? (await packageEntry(description));
    const where = `experiments/${name}/${basename(path)}`;
    const { default: definition } = await importFile(path).catch((cause: Error) => {
      throw new Failure(`${where} can't be loaded: ${cause.message}`, { cause });
    });
    return checked(name, where, definition);
  };
  return [[name, { folder, load }]];
}

/** The tables among the dependencies of a package; none where there is no such package. */
async function tablesOfPackage(description: string): Promise<NamedTable[]> {
  const text = await readFile(description, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<string, object | undefined>;
  const require = createRequire(description);
  return [...new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)])].flatMap(
    (dependency) => {
      const name = TABLE.exec(dependency)?.[1];
      if (name === undefined) return [];
      const load = async () => {
        const path = resolved(require, dependency);
        const module = (await import(pathToFileURL(path).href)) as { readonly default: unknown };
        return checked(name, dependency, module.default);
      };
      const table = {
        get folder() {
          return packageFolder(resolved(require, dependency));
        },
        load,
      };
      return [[name, table]];
    },
  );
}

function resolved(require: NodeJS.Require, dependency: string): string {
  try {
    return require.resolve(dependency);
  } catch (cause) {
    throw new Failure(`${dependency} is not installed; run: npm install`, { cause });
  }
}

/** The folder of the package that a file belongs to. */
function packageFolder(file: string): string {
  const folder = dirname(file);
  if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  return packageFolder(folder);
}

/** @throws Failure unless it is a definition of that name */
function checked(name: string, where: string, definition: unknown): Definition {
  if (typeof definition !== 'object' || definition === null || !('presets' in definition)) {
    throw new Failure(`${where}: expected a default export that defineExperiment makes`);
  }
  const { name: own } = definition as Definition;
  if (own === name) return definition as Definition;
  throw new Failure(`${where}: it is named '${own}'; name it '${name}', as its place is`);
}

/** The description of the package that brings the tables: where the command says, or where it is installed. */
function wholePackage(root: string): string | undefined {
  const said = process.env[TABLES_VARIABLE];
  if (said !== undefined) return said;
  for (const from of [join(root, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(`${WHOLE}/package.json`);
    } catch {}
  }
  return undefined;
}
