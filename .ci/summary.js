/**
 * Prints what vitest's JSON report says of tests that didn't pass: of the skipped what would run them, as their names say, and
 * of the failed file, name and message. Usage: node .ci/summary.js REPORT
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Of a message, without the lines of its stack in packages; the log above has the whole. */
const LINES = 12;

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tests = testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map((test) => ({ ...test, file: relative(process.cwd(), name) })),
);

/** A suite that failed as a whole has no failed test. */
const suites = testResults
  .filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailed))
  .map(({ name, message }) => entry(relative(process.cwd(), name), 'the file itself', message));
const failed = tests
  .filter(isFailed)
  .map(({ file, fullName, failureMessages }) => entry(file, fullName, failureMessages.join('\n')));

print('skipped', skippedLines());
print('failed', [...suites, ...failed]);

function isFailed({ status }) {
  return status === 'failed';
}

function entry(file, name, message) {
  const lines = stripVTControlCharacters(message ?? '')
    .trim()
    .split('\n')
    .slice(0, LINES);
  return [`${file} > ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/** A line for all skipped tests of one file that the same would run. */
function skippedLines() {
  const groups = new Map();
  for (const { file, fullName, status } of tests) {
    if (!['pending', 'skipped'].includes(status)) continue;
    const [reason = fullName] = fullName.match(/\((?:skipped|left out): [^)]*\)/) ?? [];
    const line = `${file}: ${reason}`;
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  return [...groups].map(([line, count]) => `${count} of ${line}`);
}

function print(what, lines) {
  if (lines.length > 0) console.log(`${what}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
