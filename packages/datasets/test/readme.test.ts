import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));

it('the first example of the README runs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example] = /```js\n(.*?)```/s.exec(readme) ?? [];
  const runnable = example?.replace("'samples'", "'../../samples'") ?? '';
  const parameters = [...process.execArgv, '--input-type=module', '--eval', runnable];
  const printed = execFileSync(process.execPath, parameters, { cwd: here });
  expect(printed.toString().split('\n')).toEqual([
    '1800 200 900 96 negative',
    'The train part has 2,000 examples, not the published 25,000.',
    'The test part has 500 examples, not the published 25,000.',
    '',
  ]);
});

it('the example of data of one’s own runs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /## Data of your own\n\n```js\n(.*?)```/s.exec(readme) ?? [];
  const parameters = [...process.execArgv, '--input-type=module', '--eval', example];
  expect(execFileSync(process.execPath, parameters, { cwd: here }).toString()).toBe('2 2\n');
});
