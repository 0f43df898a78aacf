/**
 * `pnpm slurm [command …]`: starts a Slurm cluster on this machine, runs a command that sees it (a shell where none is
 * given), and stops the cluster. Installs Slurm where it is missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startCluster } from './cluster.js';

const install = spawnSync('bash', [fileURLToPath(new URL('install', import.meta.url))], { stdio: 'inherit' });
if (install.status !== 0) process.exit(install.status ?? 1);

const [command = process.env.SHELL || 'bash', ...parameters] = process.argv.slice(2);
const cluster = await startCluster();
console.error(`Slurm runs with ${cluster.nodes.join(' and ')}; its files are in ${cluster.folder}`);
const child = spawn(command, parameters, { env: cluster.environment, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
try {
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await cluster.stop();
}
