import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lockfile, nameOf, workspace } from './lockfile.js';
import { manifestOf, ROOT } from './packages.js';

describe('the lockfile', () => {
  const packages = Object.entries(lockfile.packages);

  it('has every package from the registry, by its SHA-512', () => {
    expect(packages.length).toBeGreaterThan(500);
    const others = packages.filter(
      ([key, { resolution }]) =>
        !/^(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*$/.test(key) ||
        Object.keys(resolution).join() !== 'integrity' ||
        !/^sha512-[\w+/]{86}==$/.test(resolution.integrity ?? ''),
    );
    expect(others.map(([key]) => key)).toEqual([]);
  });

  it('has for every dependency of a workspace a version, or another workspace', () => {
    const found = Object.entries(lockfile.importers).flatMap(([folder, kinds]) =>
      Object.values(kinds).flatMap((dependencies) =>
        Object.entries(dependencies).map(([name, { version }]) => ({ folder, name, version })),
      ),
    );
    expect(found.length).toBeGreaterThan(50);
    const others = found.filter(({ folder, version }) =>
      version.startsWith('link:')
        ? !(join(folder, version.slice('link:'.length)) in lockfile.importers)
        : !/^\d+\.\d+\.\d+/.test(version),
    );
    expect(others).toEqual([]);
  });
});

describe('install scripts', () => {
  /** The folders of a folder that are no links. */
  const foldersIn = (folder: string) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name));

  /** Of what is installed here: packages with a script of their own, and those that npm builds for their `binding.gyp`. */
  function packagesWithScripts(): string[] {
    const folders = foldersIn(join(ROOT, 'node_modules/.pnpm'))
      .map((folder) => join(folder, 'node_modules'))
      .filter(existsSync)
      .flatMap(foldersIn)
      .flatMap((folder) => (basename(folder).startsWith('@') ? foldersIn(folder) : [folder]));
    expect(folders.length).toBeGreaterThan(500);
    const found = folders.flatMap((folder) => {
      const { name, scripts = {} } = manifestOf(folder);
      const runs = ['preinstall', 'install', 'postinstall'].some((script) => script in scripts);
      return runs || existsSync(join(folder, 'binding.gyp')) ? [name] : [];
    });
    return [...new Set(found)].sort();
  }

  it('are run for no package, and each package that has one is named', () => {
    expect(workspace.onlyBuiltDependencies).toEqual([]);
    expect(packagesWithScripts()).toEqual(workspace.ignoredBuiltDependencies);
    const locked = new Set(Object.keys(lockfile.packages).map(nameOf));
    expect(workspace.ignoredBuiltDependencies.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('stop the installation where they are new, as does a package from elsewhere', () => {
    expect(workspace).toMatchObject({ strictDepBuilds: true, blockExoticSubdeps: true });
  });
});

describe('the audit', () => {
  const server = createServer();
  afterEach(() => {
    server.removeAllListeners('request').close();
  });

  /** The exit code and the output of `npm run audit` with a registry that answers so. */
  async function audit(status: number, answer: object): Promise<{ code: number; output: string }> {
    server.on('request', (request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return new Promise((resolve) => {
      const env = { ...process.env, npm_config_registry: registry, npm_config_fetch_retries: '0' };
      execFile(process.execPath, ['scripts/audit.js'], { cwd: ROOT, env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
      );
    });
  }

  function finding(severity: string): object {
    const vulnerabilities = { info: 0, low: 0, moderate: 0, high: 0, critical: 0, [severity]: 1 };
    const advisory = {
      severity,
      module_name: 'zod',
      vulnerable_versions: '<4.9',
      title: 'slow pattern',
      url: 'https://example.org/1',
      findings: [{ version: '4.6.7', paths: ['packages__records>zod'] }],
    };
    return { actions: [], muted: [], advisories: { 1: advisory }, metadata: { vulnerabilities } };
  }

  it.each(['high', 'critical'])('fails at a finding that is %s', async (severity) => {
    const { code, output } = await audit(200, finding(severity));
    expect(output).toBe(
      `${severity}: zod 4.6.7 (vulnerable: <4.9): slow pattern, https://example.org/1\n` +
        'audit: 1 findings, 1 of them high or critical\n',
    );
    expect(code).toBe(1);
  });

  it('prints a finding that is moderate', async () => {
    const { code, output } = await audit(200, finding('moderate'));
    expect(output).toContain('moderate: zod 4.6.7');
    expect(code).toBe(0);
  });

  it.each([405, 500])('says that nothing was checked where the registry answers %i', async (status) => {
    const { code, output } = await audit(status, {});
    expect(output).toMatch(/^audit: not checked, since no audit service answered\. .*127\.0\.0\.1/);
    expect(code).toBe(2);
  });
});
