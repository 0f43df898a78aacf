import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import {
  Application,
  type JSONOutput,
  Logger,
  LogLevel,
  type NormalizedPath,
  type ProjectReflection,
  TSConfigReader,
  TypeDocReader,
} from 'typedoc';
import { describe, expect, it, vi } from 'vitest';
import { manifestOf, otherPackages, publicPackages, ROOT } from './packages.js';

vi.setConfig({ testTimeout: 300_000 });

/**
 * The types of this repository that a public name shows and no package exports: a reference to one has a target of its own
 * in place of a number. Constants, whose names are not capitalised, may be shown by the type of a schema.
 */
function unexportedTypes(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, target, package: owner, refersToTypeParameter } = node as JSONOutput.ReferenceType;
  const shown =
    type === 'reference' &&
    typeof target === 'object' &&
    owner?.startsWith('@better-attention/') &&
    !refersToTypeParameter;
  const found =
    shown && /^[A-Z][a-z]/.test(target.qualifiedName) ? [`${owner}: ${target.qualifiedName}`] : [];
  return [...new Set([...found, ...Object.values(node).flatMap(unexportedTypes)])];
}

interface KnipReport {
  readonly issues: readonly Readonly<Record<string, string | readonly { readonly name: string }[]>>[];
}

/** What knip finds unused or undeclared, a line each. It exits with 1 when there is something. */
async function findingsOfKnip(): Promise<string[]> {
  const parameters = [join(ROOT, 'node_modules/knip/bin/knip.js'), '--reporter', 'json', '--no-progress'];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
  }).catch((error: Error & { code: number; stdout: string }) => {
    if (error.code !== 1) throw error;
    return error;
  });
  const { issues }: KnipReport = JSON.parse(stdout);
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      (found as readonly { name: string }[]).map(({ name }) => `${file}: ${kind}: ${name}`),
    ),
  );
}

describe('the repository', () => {
  it('has no unused files, exports or dependencies', async () => {
    expect(await findingsOfKnip()).toEqual([]);
  });

  it('documents every public name, and exports every type that one of them shows', async () => {
    const warnings: string[] = [];
    const application = await Application.bootstrap({ options: join(ROOT, 'typedoc.json') }, [
      new TypeDocReader(),
      new TSConfigReader(),
    ]);
    application.logger = new (class extends Logger {
      override log(message: string, level: LogLevel) {
        if (level >= LogLevel.Warn) warnings.push(message);
      }
    })();
    const project = (await application.convert()) as ProjectReflection;
    application.validate(project);
    expect(warnings).toEqual([]);
    expect(unexportedTypes(application.serializer.projectToObject(project, ROOT as NormalizedPath))).toEqual(
      [],
    );
  });
});

describe.each([...publicPackages, ...otherPackages])('the package %s', (_, { folder, manifest }) => {
  it.skipIf(manifest.name.endsWith('-table'))(
    'has a README with a sentence, how to install it, and a table',
    () => {
      const readme = readFileSync(join(folder, 'README.md'), 'utf8');
      expect(readme).toMatch(new RegExp(`^# ${manifest.name}\n\n[A-Z][^]+?\\.\n`));
      const install = manifest.name.replace(/^(?:create-)?/, (create) => (create ? 'create ' : 'install '));
      expect(readme).toMatch(new RegExp(`^ {4}npm ${install}\\b`, 'm'));
      expect(readme).toMatch(/^\| *-+/m);
    },
  );

  it('is found by description and keywords', () => {
    expect(manifest.description.length).toBeGreaterThan(20);
    expect(manifest.keywords.length).toBeGreaterThan(2);
  });

  it('says where its sources, its page and its issues are: in its folder of the repository', () => {
    const { repository, homepage, bugs } = manifestOf(ROOT);
    const directory = relative(ROOT, folder).replaceAll('\\', '/');
    expect(manifest.repository).toEqual({ ...repository, directory });
    expect(manifest.homepage).toBe(homepage.replace('#', `/tree/main/${directory}#`));
    expect(manifest.bugs).toBe(bugs);
  });

  it('has a changelog, or a changeset that begins one', () => {
    const changesets = join(ROOT, '.changeset');
    const announced = readdirSync(changesets)
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .some((file) => readFileSync(join(changesets, file), 'utf8').includes(`'${manifest.name}': `));
    expect(announced || existsSync(join(folder, 'CHANGELOG.md'))).toBe(true);
  });
});
