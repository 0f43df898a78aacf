import { readFileSync, writeFileSync } from 'node:fs';
import { backends, calledKernels } from './environment.js';
import { jasmine } from './globals.js';
import '@tensorflow/tfjs-core/dist/tests.js';
import { type Assessment, assess, type SpecResult } from './assess.js';
import { operatorsPage, summary, unaccountedKernels } from './report.js';

const [packageFolder = '.', mode] = process.argv.slice(2);
const operatorsFile = `${packageFolder}/docs/operators.md`;
const readmeFile = `${packageFolder}/README.md`;

const statuses: Readonly<Record<string, SpecResult['status']>> = { passed: 'passed', failed: 'failed' };

/** Runs every spec. Specs print and warn, which would hide the result; failures outside of a spec are failures too. */
async function runSpecs(): Promise<SpecResult[]> {
  const results: SpecResult[] = [];
  const environment = jasmine.getEnv();
  const { log, warn, error } = console;
  Object.assign(console, { log: () => undefined, warn: () => undefined, error: () => undefined });
  environment.addReporter({
    specStarted: () => calledKernels.clear(),
    specDone: ({ fullName, status, failedExpectations }) => {
      const innermost = [...fullName.matchAll(/ (\S+) \{\}/g)].at(-1)?.[1];
      const backend = backends.find((name) => name === innermost);
      results.push({
        name: fullName.replace(/ onnx(-constants)? \{\}/g, ''),
        ...(backend !== undefined && { backend }),
        status: statuses[status] ?? 'skipped',
        errors: failedExpectations.map(({ message }) => message),
        kernels: [...calledKernels],
      });
    },
    suiteDone: ({ fullName, failedExpectations }) => {
      if (failedExpectations.length === 0) return;
      const errors = failedExpectations.map(({ message }) => message);
      results.push({ name: fullName, status: 'failed', errors, kernels: [] });
    },
  });
  await environment.execute();
  Object.assign(console, { log, warn, error });
  return results;
}

/** The README with the counts between its two marks. */
function withCounts(readme: string, counts: string): string {
  return readme.replace(/(<!-- conformance -->\n)[\s\S]*?(<!-- \/conformance -->)/, `$1\n${counts}\n\n$2`);
}

/** Writes the files that the results are in, or with `--check` says which ones are out of date. */
function settle(path: string, content: string): string[] {
  const current = readFileSync(path, { encoding: 'utf8', flag: 'a+' });
  if (current === content) return [];
  if (mode === '--check') return [`${path} is out of date; run the coverage command`];
  writeFileSync(path, content);
  return [];
}

async function main(): Promise<void> {
  const assessment = assess(await runSpecs(), backends);
  const counts = summary(assessment, backends);
  const found = [...assessment.problems, ...unaccountedKernels()];
  const problems = found.length > 0 ? found : settleAll(assessment, counts);
  console.log([counts, '', ...problems].join('\n'));
  process.exit(problems.length === 0 ? 0 : 1);
}

function settleAll(assessment: Assessment, counts: string): string[] {
  return [
    ...settle(operatorsFile, operatorsPage(assessment, backends[0] as string)),
    ...settle(readmeFile, withCounts(readFileSync(readmeFile, 'utf8'), counts)),
  ];
}

void main();
