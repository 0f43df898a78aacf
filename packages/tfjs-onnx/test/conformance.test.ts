import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { assess, type SpecResult } from './conformance/assess.js';
import bundle from './conformance/bundle.js';
import { exclusions } from './conformance/exclusions.js';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const backend = 'onnx';

const failing = (name: string, ...errors: string[]): SpecResult => ({
  name,
  backend,
  status: 'failed',
  errors,
  kernels: [],
});

const messages = {
  complex: "Error: Kernel 'Complex' not registered for backend 'onnx'",
  strings: "Error: Tile: string tensors can't be recorded; use float32, int32 or bool",
  dynamic: "Error: Kernel 'Unique' not registered for backend 'onnx'",
  random: "Error: Kernel 'Multinomial' not registered for backend 'onnx'",
  missing: "Error: Kernel 'Transform' not registered for backend 'onnx'",
  range: 'indices element out of data bounds, idx=100 must be within the inclusive range [-2,1]',
  rounding: 'Arrays differ: actual[0] = 22026.466796875, expected[0] = 22026.465794806718.',
  pixels: '',
  unused: '',
};

const expected = exclusions.flatMap(({ reason, count, names }) =>
  Array.from({ length: count }, (_, index) =>
    failing(names?.[index] ?? `${reason} ${index}`, messages[reason]),
  ),
);

describe('exclusions', () => {
  it('hold when as many specs fail for each reason as the list says', () => {
    const { problems, excluded } = assess(expected, [backend]);
    expect(problems).toEqual([]);
    expect(excluded).toHaveLength(expected.length);
  });

  it('are a problem where one spec passes', () => {
    const passing: SpecResult = { ...(expected[0] as SpecResult), status: 'passed', errors: [] };
    const { problems } = assess([passing, ...expected.slice(1)], [backend]);
    expect(problems).toEqual(["exclusion 'complex' (onnx): expected 115 specs to fail so, 114 did"]);
  });

  it('cover no wrong value', () => {
    const wrong = 'Arrays differ: actual[0] = 1, expected[0] = 2.';
    for (const spec of [
      failing('add', wrong),
      failing('add', messages.complex, wrong),
      failing('exp int32', wrong),
      failing('tanh', messages.rounding),
      failing('add', "Kernel 'Add' not registered for backend 'onnx'"),
    ]) {
      const { problems } = assess([...expected, spec], [backend]);
      expect(problems).toEqual([`failed: ${spec.name} (onnx): ${spec.errors.join('; ')}`]);
    }
  });
});

it("passes TensorFlow.js's own suite, and the documents say with what counts", {
  timeout: 600_000,
}, async () => {
  await build(bundle);
  const main = `${packageFolder}/node_modules/.cache/conformance/main.js`;
  const { status, stdout } = spawnSync(process.execPath, [main, packageFolder, '--check'], {
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/\| onnx \| 3\d{3} \| \d{3} \|/);
  expect(status, stdout).toBe(0);
});
