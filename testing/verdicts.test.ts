import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '../packages/experiment/src/definition/define-experiment.js';
import { loadTables } from '../packages/experiment/src/tables/load-tables.js';
import { reportInput } from '../packages/experiment/src/tables/report-input.js';
import { findWorkspace } from '../packages/experiment/src/workspace/find-workspace.js';
import { buildReport, type Claim, type ReportInput } from '../packages/reporting/src/index.js';

const workspace = {
  ...findWorkspace(fileURLToPath(new URL('..', import.meta.url))),
  definition: async (name: string) =>
    ((await import(`../experiments/${name}/src/experiment.ts`)) as { default: Experiment }).default,
};

/** What a claim says of one table, by claim. */
function ofTable(claims: readonly Claim[], name: string) {
  return new Map<string, unknown>(
    claims.flatMap(({ id, tables, layers }) => [
      ...tables.filter(({ table }) => table === name).map((verdict) => [id, verdict] as const),
      ...layers.filter(({ sweep }) => sweep === name).map((verdict) => [`${id}, layers`, verdict] as const),
    ]),
  );
}

describe.each(['cpu', 'paper'])('the verdicts on the committed records of preset %s', (preset) => {
  let input: ReportInput;
  let claims: readonly Claim[];
  beforeAll(async () => {
    input = await reportInput(workspace, await loadTables(workspace, { preset }), preset);
    claims = buildReport(input).claims;
  }, 60_000);

  it('are there', () => {
    const recorded = input.tables.filter(({ kind, records }) => kind !== 'speed' && records.size > 0);
    expect(recorded.length).toBeGreaterThan(0);
    for (const { name } of recorded) expect(ofTable(claims, name).size).toBeGreaterThan(0);
  });

  it('don’t depend on any other table', () => {
    for (const table of input.tables) {
      const own = input.tables.filter((one) => one === table || one.kind === 'speed');
      const alone = buildReport({ ...input, tables: own }).claims;
      expect([...ofTable(alone, table.name)], table.name).toEqual([...ofTable(claims, table.name)]);
    }
  }, 60_000);

  it('say of everything open how much would decide it', () => {
    const findings = claims
      .flatMap(({ tables, layers }) => [...tables, ...layers])
      .flatMap((one) => one.findings);
    const open = findings.filter(({ verdict }) => verdict === 'open');
    expect(findings.length).toBeGreaterThan(0);
    for (const { sentence } of open) {
      expect(sentence).toMatch(/(seed|repetition)s? .*would (decide|be needed to decide)/);
    }
  });

  it('have a margin with its reason wherever claim 3 is asked', () => {
    const asked = claims.filter(({ id }) => id === '3').flatMap(({ tables }) => tables);
    for (const { table, findings } of asked) {
      const found = input.tables.find(({ name }) => name === table);
      expect(found).toMatchObject({ equivalence: { because: expect.stringMatching(/\.$/) } });
      if (found?.records.size) expect(findings.map(({ verdict }) => verdict)).not.toContain('not measured');
    }
  });
});
