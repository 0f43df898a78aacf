import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The fields of a package.json that the checks read. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly repository: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly homepage: string;
  readonly bugs: string;
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** The package.json of a folder. */
export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** A package that is published. */
export interface PublicPackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

const packageIn = (path: string, name: string): readonly [string, PublicPackage] => {
  const folder = join(ROOT, path);
  return [name, { folder, manifest: manifestOf(folder) }];
};
const packagesIn = (folder: string) =>
  readdirSync(join(ROOT, folder)).map((name) => packageIn(join(folder, name), name));

const [WHOLE, SAMPLES] = ['better-attention', 'samples'];

/** Every package of modules that is published, by its folder's name. */
export const publicPackages: ReadonlyMap<string, PublicPackage> = new Map(
  packagesIn('packages').filter(([name]) => name !== WHOLE),
);

/** What is published besides: the tables, the samples, and the command with all of them, by the folder's name. */
export const otherPackages: ReadonlyMap<string, PublicPackage> = new Map([
  packageIn(`packages/${WHOLE}`, WHOLE),
  packageIn(SAMPLES, SAMPLES),
  ...packagesIn('experiments'),
]);

/** What the repository's pnpm prints. */
export async function pnpm(...parameters: readonly string[]): Promise<string> {
  const program = join(ROOT, 'node_modules/pnpm/bin/pnpm.cjs');
  const options = { cwd: ROOT, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...parameters], options);
  return stdout;
}

/**
 * Packs every package as it would be published, with the versions of its workspace dependencies filled in.
 *
 * @returns the path of each tarball, by the name of the package's folder
 */
export async function packAll(destination: string): Promise<ReadonlyMap<string, string>> {
  const filters = ['./packages/*', './experiments/*', './samples'].flatMap((path) => ['--filter', path]);
  await pnpm('--recursive', ...filters, 'pack', '--pack-destination', destination);
  return new Map(
    [...publicPackages, ...otherPackages].map(([name, { manifest }]) => [
      name,
      join(destination, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`),
    ]),
  );
}
