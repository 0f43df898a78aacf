import { createHash } from 'node:crypto';

/** What tells a run of training from every other one. */
export interface RunIdentity {
  readonly experiment: string;
  readonly preset: string;
  readonly mechanism: string;
  readonly heads: number;
  readonly seed: number;
  readonly configuration: object;
}

/** The fingerprint of a run, the same for its plan and its record. */
export function runFingerprint(run: RunIdentity): string {
  const { experiment, preset, mechanism, heads, seed, configuration } = run;
  return fingerprintOf({ experiment, preset, mechanism, heads, seed, configuration });
}

/** SHA-256 of what a record is made from, in the order of its keys. */
export function fingerprintOf(identity: object): string {
  return sha256(JSON.stringify(identity));
}

/** SHA-256 of a text in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
