import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import {
  type AnyMechanism,
  baselineMechanisms,
  mechanism,
  mechanisms,
  type NamedMechanism,
  paperMechanisms,
  registerMechanism,
} from '@better-attention/attention';
import { plainName } from '@better-attention/records';
import { Failure } from '../support/failure.js';
import { FILE_KINDS, importFile } from '../support/import-file.js';
import { loadingError } from './loading-error.js';
import { sourceFiles, sourceHash } from './source-files.js';

/** A mechanism of a person's own, which the registry knows by its name from now on. */
export interface MechanismFile {
  readonly name: string;
  /** Absolute, as of every process that measures it. */
  readonly path: string;
  /** SHA-256 of the file, or of it and the local files that it imports; see `sourceHash`. */
  readonly sha256: string;
  readonly mechanism: NamedMechanism;
}

const OWN: readonly string[] = [...paperMechanisms, ...baselineMechanisms];
const EXAMPLE = 'export default defineMechanism({ name: … })';

const loaded = new Map<string, Promise<MechanismFile>>();

/**
 * Imports a file whose default export is what `defineMechanism` gives, and registers it by its name; a second time in a process,
 * gives what is registered.
 *
 * @param path from the working directory
 * @throws Failure of one line, with the way out, when there is no such file, it throws while it is loaded, exports no mechanism, or
 *   one of a name that is taken
 */
export function loadMechanism(path: string): Promise<MechanismFile> {
  const file = resolve(path);
  const known = loaded.get(file) ?? load(file);
  loaded.set(file, known);
  return known;
}

async function load(path: string): Promise<MechanismFile> {
  const where = basename(path);
  await requireFile(path);
  const files = await sourceFiles(path);
  const module = await importFile(path).catch((error: unknown) => {
    throw new Failure(`${where}: ${loadingError(error, path)}`, { cause: error });
  });
  const exported = mechanismIn(module, where);
  const { name } = exported;
  requireName(name, where);
  if (!mechanisms.has(name)) registerMechanism(name, exported);
  else if (mechanisms.get(name) !== exported) {
    throw new Failure(`${where}: the name '${name}' is taken by another mechanism; give it one of its own`);
  }
  return { name, path, sha256: sourceHash(files), mechanism: mechanism(name) };
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new Failure(`${path}: no such file; give the path of a mechanism's file`);
  if (!found.isFile()) throw new Failure(`${path}: not a file; give the path of a mechanism's file`);
  if (FILE_KINDS.includes(extname(path))) return;
  throw new Failure(`${basename(path)}: expected a file that ends in ${FILE_KINDS.join(', ')}`);
}

/** The default export of a module. @throws Failure that says what it is, where it is no mechanism */
function mechanismIn(module: Readonly<Record<string, unknown>>, where: string): AnyMechanism {
  const exported = module.default;
  if (exported === undefined) {
    const names = Object.keys(module);
    const others = names.length > 0 ? `, only ${names.join(', ')}` : '';
    throw new Failure(`${where}: no default export${others}; end it with: ${EXAMPLE}`);
  }
  if (isMechanism(exported)) return exported;
  throw new Failure(`${where}: its default export is ${describe(exported)}; expected: ${EXAMPLE}`);
}

function isMechanism(value: unknown): value is AnyMechanism {
  if (typeof value !== 'function') return false;
  const { matmulsPerHead, supportsCausal, optionNames } = value as Partial<NamedMechanism>;
  return (
    typeof matmulsPerHead === 'number' && typeof supportsCausal === 'boolean' && Array.isArray(optionNames)
  );
}

/** What is exported instead of a mechanism, in words. */
function describe(value: unknown): string {
  if (value instanceof Promise) return 'a promise; await it in the file';
  if (typeof value === 'function') return 'a function that defineMechanism did not make';
  if (typeof value !== 'object' || value === null) return `${value}`;
  if ('project' in value && 'attend' in value) return 'a definition that wasn’t handed to defineMechanism';
  if ('apply' in value && 'init' in value)
    return 'a layer, made with options; leave the call with options out';
  return 'an object that is no mechanism';
}

function requireName(name: string, where: string): void {
  const { success, error } = plainName.safeParse(name);
  if (!success) throw new Failure(`${where}: the name '${name}': ${error.issues[0]?.message}`);
  if (!OWN.includes(name)) return;
  throw new Failure(
    `${where}: the name '${name}' is one of better-attention's (${OWN.join(', ')}); give it one of its own`,
  );
}
