import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lockfile, nameOf, withDependencies } from './lockfile.js';
import { pnpm, ROOT } from './packages.js';

/** Licences that anything may have: who passes the code on keeps the notice, and no more. */
const ALLOWED: readonly string[] = [
  '(MIT OR CC0-1.0)',
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 AND MIT',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT AND BSD-3-Clause',
  'Unlicense',
];

/** Licences that ask for more, with the packages that have one and why they may. */
const EXCEPTIONS: readonly {
  readonly licence: string;
  readonly packages: readonly string[];
  readonly because: string;
}[] = [
  {
    licence: 'MPL-2.0',
    packages: ['@resvg/resvg-js', '@resvg/resvg-js-*'],
    because:
      'asks for the sources of its own files where they are changed; they are used as they are published',
  },
  {
    licence: 'LGPL-3.0-or-later',
    packages: ['@img/sharp-libvips-*'],
    because: 'a library of its own in a package of its own, which sharp loads and users can exchange',
  },
  {
    licence: 'Apache-2.0 AND LGPL-3.0-or-later',
    packages: ['@img/sharp-*'],
    because: 'holds the same library, on Windows',
  },
];

const HERE = `${process.platform}-${process.arch}`;
/** The platform whose packages the committed list names. */
const LISTED = 'linux-x64';

interface Licensed {
  readonly name: string;
  readonly license: string;
  readonly paths: readonly string[];
}

let production: readonly Licensed[];

beforeAll(async () => {
  const output = await pnpm('licenses', 'list', '--prod', '--json', '--filter', './packages/*');
  production = (Object.values(JSON.parse(output)) as Licensed[][])
    .flat()
    .sort((left, right) => (left.name < right.name ? -1 : 1));
});

/** The name, without the platform where the package holds binaries of one. */
function familyOf(name: string): string {
  const isOfPlatform = Object.entries(lockfile.packages).some(
    ([key, { os, cpu }]) => nameOf(key) === name && (os ?? cpu) !== undefined,
  );
  return isOfPlatform
    ? name.replace(/-(darwin|linux|linuxmusl|win32|android|freebsd|wasm32)\b.*$/, '-*')
    : name;
}

function exceptionOf({ name, license }: Licensed) {
  return EXCEPTIONS.find(({ licence, packages }) => licence === license && packages.includes(familyOf(name)));
}

describe('licences of what is installed with the published packages', () => {
  it('are all allowed', () => {
    expect(production.length).toBeGreaterThan(100);
    const others = production.filter((each) => !ALLOWED.includes(each.license) && !exceptionOf(each));
    expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  });

  it.skipIf(HERE !== LISTED)(
    `are those of docs/licences.md; \`vitest -u\` writes it on ${LISTED}`,
    async () => {
      const rows = production.map(({ name, license }) => `| \`${familyOf(name)}\` | ${license} |`);
      const exceptions = EXCEPTIONS.map(
        ({ licence, packages, because }) =>
          `- ${licence}, ${packages.map((name) => `\`${name}\``).join(' and ')}: ${because}.`,
      );
      const text = [
        '# Licences',
        '',
        'What is installed with the published packages, and what the pages of a report are made of, has these licences.',
        'A `*` stands for the platform: such packages hold binaries, and one of several is installed. A test writes this page',
        '(`pnpm vitest testing/packaging/licences.test.ts -u`), and fails when it differs from what is installed or a licence',
        `isn't among ${ALLOWED.join(', ')}. Exceptions:`,
        '',
        ...exceptions,
        '',
        '| package | licence |',
        '|---|---|',
        ...new Set(rows),
        '',
      ].join('\n');
      await expect(text).toMatchFileSnapshot(join(ROOT, 'docs/licences.md'));
    },
  );
});

describe('what the pages of a report carry', () => {
  it('has its notices: of Vega, its interpreter and all that they are made of', async () => {
    const { vega, 'vega-interpreter': interpreter } =
      lockfile.importers['packages/reporting']?.dependencies ?? {};
    const names = withDependencies([`vega@${vega?.version}`, `vega-interpreter@${interpreter?.version}`]);
    const bundled = production.filter(({ name }) => names.has(name));
    expect(bundled.map(({ name }) => name)).toEqual([...names].sort());
    const notices = [...new Set(bundled.map(noticeOf))];
    const text = notices.map((notice) => {
      const packages = bundled.filter((each) => noticeOf(each) === notice);
      return `${packages.map(({ name, license }) => `${name} (${license})`).join(', ')}\n\n${notice}\n`;
    });
    expect(text.join('')).not.toContain('*/');
    await expect(text.join('\n')).toMatchFileSnapshot(
      join(ROOT, 'packages/reporting/assets/vega-notices.txt'),
    );
  });
});

function noticeOf({ name, paths: [path = ''] }: Licensed): string {
  const file = readdirSync(path).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (file === undefined) throw new Error(`${name} has no file with its licence in ${path}`);
  return readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim();
}
