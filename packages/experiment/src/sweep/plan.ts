import { layerFile } from '@better-attention/records';
import type { Json } from '../define.js';
import { fingerprintOf } from '../fingerprint.js';
import type { ResolvedSweep } from './define.js';
import { TIMING } from './measure/timing.js';

/** One record of a sweep that is to be made. */
export interface PlannedSweep {
  /** The name of its file. */
  readonly file: string;
  /** From 0; counts have one alone. */
  readonly repetition: number;
  readonly configuration: Readonly<Record<string, Json>>;
  /** SHA-256 of the configuration, the repetition, and the sweep's and the preset's names. */
  readonly fingerprint: string;
}

/** The records of a sweep: one of counts, or one for each repetition of times. */
export function planSweep(sweep: ResolvedSweep): PlannedSweep[] {
  const { kind, mechanisms, base, axes } = sweep;
  if (kind === 'complexity') {
    return [
      planned(sweep, {
        file: layerFile({ kind }),
        repetition: 0,
        configuration: { kind, mechanisms, base, axes },
      }),
    ];
  }
  const { batches, threads, rounds, secondsPerSize } = sweep;
  const timing = { batches, threads, rounds, secondsPerSize, ...TIMING };
  const configuration = { kind, mechanisms, base, axes, ...timing };
  return Array.from({ length: sweep.repetitions }, (_, repetition) =>
    planned(sweep, { file: layerFile({ kind, repetition }), repetition, configuration }),
  );
}

function planned(
  { name, preset }: ResolvedSweep,
  { file, repetition, configuration }: Omit<PlannedSweep, 'fingerprint'>,
): PlannedSweep {
  const fingerprint = fingerprintOf({ experiment: name, preset, repetition, configuration });
  return { file, repetition, configuration, fingerprint };
}
