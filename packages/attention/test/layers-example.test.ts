import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const example = fileURLToPath(new URL('../examples/drop-in.js', import.meta.url));

it('runs the drop-in example: the model learns with either attention', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, example]);
  const results = [...stdout.matchAll(/^(\w+): (\d+) parameters, ([\d.]+) % of the test set$/gm)];
  expect(results.map(([, name, count]) => [name, Number(count)])).toEqual([
    ['StandardAttention', 4_337],
    ['SuperAttention', 3_829],
  ]);
  for (const [, , , percent] of results) expect(Number(percent)).toBeGreaterThan(75);
}, 600_000);
