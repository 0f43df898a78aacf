import { type AnyMechanism, mechanism, mechanisms } from '@better-attention/attention';
import { describe, expect, it } from 'vitest';
import { checkMechanism } from '../../src/mechanism-check/check-mechanism.js';

async function findingsOf(file: string): Promise<string[]> {
  const { default: made } = (await import(`./files/${file}.js`)) as { default: AnyMechanism };
  const findings = await checkMechanism(made);
  return findings.map(({ check, problem }) => `${check}: ${problem}`);
}

describe('what comes with the package', () => {
  it.each([...mechanisms.keys()])('%s has nothing wrong with it', async (name) => {
    expect(await checkMechanism(mechanism(name) as AnyMechanism)).toEqual([]);
  });
});

/** What each file has wrong, told by its first finding. */
const FILES: readonly (readonly [file: string, finding: RegExp])[] = [
  ['throws', /^form: throws \(B 3, Lq 5, Lk 4, H 4, D 8\): no table for 4 keys$/],
  [
    'wrong-shape',
    /^form: throws \(B 1, Lq 3, Lk 3, .*expected attended of shape \[B, H, Lq, Dh\] = \[1, 1, 3, 4\] from attend, got \[1, 3, 1, 4\]$/,
  ],
  [
    'async',
    /^form: throws .*attend is async; return tensors at once, without async, await, or \.data\(\) of a tensor$/,
  ],
  ['weights', /^form: weights \(B 1, .*a row sums to 2\.000; divide each by its sum over the keys$/],
  [
    'miscounted',
    /^form: parameterCount \(heads 1, modelWidth 4\): it says 60, init makes 40: query\.kernel \[4,4\], .*; count what init makes$/,
  ],
  [
    'random-start',
    /^form: init \(heads 1, .*'query\.kernel' differs between two streams of the same seed; draw from the stream alone$/,
  ],
  [
    'random',
    /^form: (?:output .*differs|draws random numbers by Math\.random, tf\.randomNormal or the like; draw those of the start)/,
  ],
  [
    'stateful',
    /^(?:form|repetition): .*(?:the second time; keep nothing between calls|compute the same either way)/,
  ],
  [
    'ignores-mask',
    /^masks: mask of keys \(B 2, Lq 3, Lk 5, .*from that without the hidden keys; pass allowed to dotProductAttention/,
  ],
  ['not-causal', /^causality: causal \(B 1, Lq 3, .*positions after 0 change outputs up to 0 by /],
  ['other-memory', /^cache: throws .*expected a memory of keys|^cache: memoryShapes \(B/],
  [
    'wrong-gradient',
    /^gradients: gradient \(B 2, .*along a direction of key it is .*, by finite differences .*mend your customGrad$/,
  ],
  [
    'no-gradient',
    /^gradients: gradient \(B 2, .*: query: TensorFlow\.js has none for Einsum; write it with other operations, or with tf\.customGrad$/,
  ],
  ['unused', /^gradients: gradient \(B 2, .*: gate\.kernel: it has no influence on the output/],
  [
    'keeps',
    /^memory: memory \(B 1, .*a call leaves \d+ tensors? behind; use neither tf\.keep nor tf\.variable/,
  ],
  [
    'unrecordable',
    /^recording: throws .*the TensorFlow\.js kernel Unique can't be recorded; compute it outside/,
  ],
  [
    'other-products',
    /^recording: matmulsPerHead \(B 2, .*it says 6, 4 matrix products are recorded; say as many/,
  ],
];

describe('a mechanism', () => {
  it.each(FILES)('of files/%s.js is told what is wrong with it', async (file, finding) => {
    const findings = await findingsOf(file);
    expect(findings).toContainEqual(expect.stringMatching(finding));
    for (const each of findings) expect(each).not.toContain('\n');
  });

  it.each(['other-products', 'wrong-gradient', 'keeps'])(
    'of files/%s.js has nothing else wrong',
    async (file) => {
      const checks = (await findingsOf(file)).map((each) => each.split(':')[0]);
      expect(new Set(checks).size).toBe(1);
    },
  );
});
