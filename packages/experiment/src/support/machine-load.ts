import { loadavg } from 'node:os';

/** The system's load average over one minute, from now on: gives that of now and that of the time of the call. */
export function machineLoad(): () => { readonly start: number; readonly end: number } {
  const start = now();
  return () => ({ start, end: now() });
}

function now(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}
