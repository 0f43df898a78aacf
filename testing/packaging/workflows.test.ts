import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestOf, ROOT } from './packages.js';

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const FOLDER = join(ROOT, '.github/workflows');
const workflows = readdirSync(FOLDER).map((name): [string, Workflow] => [
  name,
  parse(readFileSync(join(FOLDER, name), 'utf8')),
]);
const { packageManager, scripts = {} } = manifestOf(ROOT) as ReturnType<typeof manifestOf> & {
  readonly packageManager: string;
};

/** What the steps of a workflow call, those of an action that takes commands among them. */
function commandsOf({ jobs }: Workflow): string[] {
  return Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run, with: given = {} }) =>
      [run, given.version, given.publish].filter((each) => typeof each === 'string'),
    ),
  );
}

describe.each(workflows)('the workflow %s', (_, workflow) => {
  it('calls scripts and files that exist, with the pnpm that the repository names', () => {
    const commands = commandsOf(workflow);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const [program, ...words] = command.split(' ');
      if (program === 'bash') expect(existsSync(join(ROOT, words[0] as string)), command).toBe(true);
      else if (words[0] === '--yes') expect(words.slice(1, 3), command).toEqual([packageManager, 'install']);
      else if (words[1] === 'changeset') expect(words).toEqual(['pnpm', 'changeset', 'version']);
      else expect(Object.keys(scripts), command).toContain(words[1]);
      for (const path of words.filter((word) => word.startsWith('packages/'))) {
        expect(existsSync(join(ROOT, path)), path).toBe(true);
      }
    }
  });

  it('may write no more than its steps need', () => {
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.map((step) => step.uses ?? ''));
    const publishes = uses.some((action) => /^(changesets\/action|actions\/deploy-pages)@/.test(action));
    expect(Object.values(workflow.permissions).includes('write')).toBe(publishes);
  });
});

it('what is released says where it was built', () => {
  const { env } = workflows
    .flatMap(([, { jobs }]) => Object.values(jobs).flatMap(({ steps }) => steps))
    .find(({ uses }) => uses?.startsWith('changesets/action@')) as Step & {
    readonly env: Readonly<Record<string, unknown>>;
  };
  const release = workflows.find(([name]) => name === 'release.yml')?.[1];
  expect(env.NPM_CONFIG_PROVENANCE).toBe(true);
  expect(release?.permissions['id-token']).toBe('write');
});
