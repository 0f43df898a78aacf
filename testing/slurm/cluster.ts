import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { unless } from '../skipped.js';
import { mungeSocket, slurmConfiguration } from './configuration.js';
import { daemonsIn } from './daemons.js';

/** With where Debian has the daemons, which a user's PATH may lack. */
const PATH = [process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter);

/** What a cluster is made of, as commands. */
const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'scancel', 'sinfo'];

/** Seconds until every node must be ready. */
const START_LIMIT = 60;

/** A Slurm cluster on this machine. */
export interface Cluster {
  /** Keys, state, spools and logs. */
  readonly folder: string;
  readonly nodes: readonly string[];
  /** With it, Slurm's commands talk to this cluster. */
  readonly environment: NodeJS.ProcessEnv;
  /** What one of Slurm's commands prints. @throws its error, with stderr in the message */
  run(program: string, ...parameters: string[]): Promise<string>;
  /** Ends a node as a power cut does, its daemon and all its jobs, and has it declared down, so that its jobs are requeued. */
  killNode(name: string): Promise<void>;
  /** Ends a node's daemon alone without a word; its jobs go on. */
  killDaemon(name: string): Promise<void>;
  /** Starts the daemon of a node that was killed; the node is up again. */
  startNode(name: string): void;
  /** Starts requeued jobs now, which Slurm lets wait for two minutes. */
  hurry(): Promise<void>;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

/** How large a cluster is. */
export interface ClusterOptions {
  /** By default 2. */
  readonly nodes?: number;
  /** By default 1, however many the machine has. */
  readonly cpusPerNode?: number;
  /** The most tasks of an array; by default Slurm's own 1001. */
  readonly maxArraySize?: number;
}

/** Which programs of a cluster are not installed. */
export function missingPrograms(): string[] {
  const folders = PATH.split(delimiter);
  return PROGRAMS.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
}

/** Behind the name of tests that need them all. */
export function withoutSlurm(missing: readonly string[]): string {
  return unless(missing.length === 0, `no ${missing.join(', ')}; \`bash testing/slurm/install\` runs it`);
}

/**
 * Starts a cluster with folders and ports of its own: munge, the controller and some nodes, all as this user, whose jobs
 * alone it runs.
 *
 * @throws Error with the daemons' last words when it isn't up within a minute
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { nodes: count = 2, cpusPerNode = 1, maxArraySize = 1001 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'slurm-'));
  const configuration = join(folder, 'slurm.conf');
  const environment = { ...process.env, PATH, SLURM_CONF: configuration };
  const [controllerPort = 0, ...ports] = await freePorts(count + 1);
  const nodes = ports.map((port, at) => ({ name: `node${at + 1}`, port }));
  const names = nodes.map(({ name }) => name);
  const host = hostname().replace(/\..*/s, '');
  const { username: user } = userInfo();
  const logs = join(folder, 'logs');
  const daemons = daemonsIn(logs, environment);

  async function run(program: string, ...parameters: string[]): Promise<string> {
    return (await promisify(execFile)(program, parameters, { env: environment })).stdout.trim();
  }

  async function killNode(name: string): Promise<void> {
    await daemons.kill(name);
    daemons.killChildren(name);
    await run('scontrol', 'update', `nodename=${name}`, 'state=down', 'reason=killed');
  }

  const startNode = (name: string) => daemons.start(name, 'slurmd', '-D', '-N', name);

  async function hurry(): Promise<void> {
    const waiting = await run('squeue', '-h', '-r', '-t', 'PENDING', '-O', 'JobID:|,RestartCnt:|');
    for (const [, job] of waiting.matchAll(/^(\d+)\|[1-9]\d*\|$/gm)) {
      await run('scontrol', 'update', `jobid=${job}`, 'StartTime=now').catch((error: Error) => {
        if (!error.message.includes('no longer pending')) throw error;
      });
    }
  }

  async function stop(): Promise<void> {
    await daemons.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async function ready(what: string, isReady: () => Promise<boolean>): Promise<void> {
    for (const limit = Date.now() + START_LIMIT * 1000; Date.now() < limit; await wait(100)) {
      if (await isReady().catch(() => false)) return;
      const ended = daemons.ended();
      if (ended !== undefined) throw new Error(`${ended} has ended\n${daemons.lastWords()}`);
    }
    throw new Error(`${what} for ${START_LIMIT} s\n${daemons.lastWords()}`);
  }

  try {
    // munge refuses a socket that other users couldn't reach.
    await chmod(folder, 0o755);
    for (const each of ['munge', 'state', 'logs', ...names]) await mkdir(join(folder, each), { mode: 0o755 });
    await writeFile(join(folder, 'munge/key'), randomBytes(128), { mode: 0o600 });
    await writeFile(
      configuration,
      slurmConfiguration({ folder, user, host, controllerPort, nodes, cpusPerNode, maxArraySize }),
    );
    const files = ['key', 'log', 'pid', 'seed'].map((name) => `--${name}-file=${folder}/munge/${name}`);
    const socket = `--socket=${mungeSocket(folder)}`;
    daemons.start('munged', 'munged', '-F', '--origin=127.0.0.1', socket, ...files);
    await ready('munge gave no credential', async () =>
      (await run('munge', '-n', socket)).startsWith('MUNGE:'),
    );
    daemons.start('slurmctld', 'slurmctld', '-D');
    for (const name of names) startNode(name);
    await ready('some nodes were not ready', async () => {
      const states = (await run('sinfo', '-h', '-N', '-o', '%T')).split('\n');
      return states.length === count && states.every((state) => state === 'idle');
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    folder,
    nodes: names,
    environment,
    run,
    killNode,
    killDaemon: daemons.kill,
    startNode,
    hurry,
    stop,
  };
}

/** Ports of this machine that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
