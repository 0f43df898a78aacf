import * as kernelNames from '@tensorflow/tfjs-core/dist/kernel_names.js';
import { kernels } from '../../src/kernels/index.js';
import type { Assessment, SpecResult } from './assess.js';
import { exclusions, reasons, refusedKernels } from './exclusions.js';
import { remarks } from './remarks.js';

const names = Object.values<unknown>({ ...kernelNames }).filter(
  (name): name is string => typeof name === 'string',
);

/** Kernels of TensorFlow.js that are neither there nor refused, or both, in words. */
export function unaccountedKernels(): string[] {
  return names
    .filter((name) => name in kernels === name in refusedKernels)
    .map((name) => `kernel ${name}: expected either a kernel or a reason in refusedKernels`);
}

/** How many specs passed, are excluded and why, for people to read. */
export function summary({ passed, skipped, excluded }: Assessment, backends: readonly string[]): string {
  const on = (backend?: string) => ({
    passed: passed.filter((spec) => spec.backend === backend).length,
    excluded: excluded.filter(({ spec }) => spec.backend === backend).length,
    skipped: skipped.filter((spec) => spec.backend === backend).length,
  });
  const rows = [...backends, undefined].map((backend) => {
    const counts = on(backend);
    return `| ${backend ?? 'no backend'} | ${counts.passed} | ${counts.excluded} | ${counts.skipped} |`;
  });
  const byReason = exclusions.map(({ reason, count }) => `| ${reasons[reason]} | ${count} |`);
  return [
    '| backend | passed | excluded | skipped by TensorFlow.js |',
    '| --- | --: | --: | --: |',
    ...rows,
    '',
    '| reason of an exclusion | specs per backend |',
    '| --- | --: |',
    ...byReason,
  ].join('\n');
}

const lackedKernel = ({ errors }: SpecResult): string | undefined =>
  /Kernel '(\w+)' not registered/.exec(errors.join('\n'))?.[1];

function remarkOn(name: string, passes: number): string {
  const uncalled = passes === 0 ? ['no spec calls it'] : [];
  return [...uncalled, remarks[name] ?? []].flat().join('; ');
}

/** The page about every kernel of TensorFlow.js: whether it is supported, and how many specs say so. */
export function operatorsPage(assessment: Assessment, backend: string): string {
  const passed = assessment.passed.filter((spec) => spec.backend === backend);
  const excluded = assessment.excluded.filter(({ spec }) => spec.backend === backend);
  const rows = [...names].sort().map((name) => {
    const refusal = refusedKernels[name];
    const passes = passed.filter((spec) => spec.kernels.includes(name)).length;
    const failures = excluded.filter(
      ({ spec }) => spec.kernels.includes(name) || lackedKernel(spec) === name,
    ).length;
    const remark = refusal === undefined ? remarkOn(name, passes) : reasons[refusal];
    return `| \`${name}\` | ${refusal === undefined ? 'yes' : 'refused'} | ${passes} | ${failures} | ${remark} |`;
  });
  return `${[
    '# Operators',
    '',
    'Every kernel of TensorFlow.js 4.22.0, and the specs of its own suite that ran it. `pnpm --filter @better-attention/tfjs-onnx coverage` runs them and writes this page.',
    'Excluded specs are those that ran the kernel, or missed it, and failed for one of the reasons below; none of them got a wrong value.',
    '',
    '| kernel | supported | passed | excluded | remarks |',
    '| --- | --- | --: | --: | --- |',
    ...rows,
  ].join('\n')}\n`;
}
