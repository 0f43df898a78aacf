import type { Launcher } from './launcher.js';

/** What carries out a launch, by name; each is loaded when it is called. */
export const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  local: async (launch) => (await import('./local.js')).launchLocally(launch),
  slurm: async (launch) => (await import('./on-slurm.js')).launchOnSlurm(launch),
};
