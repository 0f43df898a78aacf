import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './packages.js';

/** The fields of pnpm-lock.yaml that the checks read. */
interface Lockfile {
  /** By the folder of the workspace, and by the kind of dependency. */
  readonly importers: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, { readonly version: string }>>>>>
  >;
  /** By name and version. */
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolution: Readonly<Record<string, string>>;
        readonly os?: readonly string[];
        readonly cpu?: readonly string[];
      }
    >
  >;
  /** By name and version, with those of the peers. */
  readonly snapshots: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>>;
}

/** The fields of pnpm-workspace.yaml that the checks read. */
interface Workspace {
  readonly onlyBuiltDependencies: readonly string[];
  readonly ignoredBuiltDependencies: readonly string[];
  readonly strictDepBuilds: boolean;
  readonly blockExoticSubdeps: boolean;
}

/** The repository's pnpm-lock.yaml. */
export const lockfile: Lockfile = yaml('pnpm-lock.yaml');

/** The repository's pnpm-workspace.yaml. */
export const workspace: Workspace = yaml('pnpm-workspace.yaml');

/** The name in `name@version`. */
export function nameOf(key: string): string {
  return key.slice(0, key.indexOf('@', 1));
}

/** The names of packages and of all that they depend on. */
export function withDependencies(keys: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const { dependencies = {} } = lockfile.snapshots[key] ?? {};
    for (const [name, version] of Object.entries(dependencies)) visit(`${name}@${version}`);
  };
  keys.forEach(visit);
  return new Set([...seen].map(nameOf));
}

function yaml<File>(name: string): File {
  return parse(readFileSync(join(ROOT, name), 'utf8'));
}
