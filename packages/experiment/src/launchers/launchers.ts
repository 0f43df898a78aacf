import type { Launcher } from './launcher.js';
import { launchLocally } from './local.js';
import { launchOnSlurm } from './on-slurm.js';

/** What carries out a launch, by name. */
export const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  local: launchLocally,
  slurm: launchOnSlurm,
};
