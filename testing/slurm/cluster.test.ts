import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Cluster, type ClusterOptions, missingPrograms, startCluster, withoutSlurm } from './cluster.js';
import { processesWith } from './processes.js';

const missing = missingPrograms();
const clusters: Cluster[] = [];
afterEach(async () => {
  while (clusters.length > 0) await clusters.pop()?.stop();
});

async function started(options?: ClusterOptions): Promise<Cluster> {
  const cluster = await startCluster(options);
  clusters.push(cluster);
  return cluster;
}

/** Submits a command as a job; resolves to its number. */
function submit(cluster: Cluster, command: string, ...options: string[]): Promise<string> {
  return cluster.run('sbatch', '--parsable', `--output=${cluster.folder}/out`, ...options, '--wrap', command);
}

function stateOf({ run }: Cluster, job: string): Promise<string> {
  return run('squeue', '-h', '--states=all', `--jobs=${job}`, '-O', 'State:|,RestartCnt:|');
}

describe.skipIf(missing.length > 0)(`a cluster on this machine${withoutSlurm(missing)}`, () => {
  it('runs an array, starts again, and leaves no process and no folder', async () => {
    for (const attempt of [1, 2]) {
      const cluster = await started();
      await submit(cluster, 'echo $SLURM_ARRAY_TASK_ID', '--array=0-2', '--wait', '--open-mode=append');
      const printed = readFileSync(`${cluster.folder}/out`, 'utf8').trim().split('\n');
      expect(printed.sort(), `start ${attempt}`).toEqual(['0', '1', '2']);
      await cluster.stop();
      expect(processesWith('SLURM_CONF', `${cluster.folder}/slurm.conf`)).toEqual([]);
      expect(() => readFileSync(`${cluster.folder}/slurm.conf`)).toThrow('ENOENT');
    }
  });

  it('starts a job again whose node lost its power', async () => {
    const cluster = await started({ nodes: 1 });
    const job = await submit(cluster, '[ "$SLURM_RESTART_COUNT" = 1 ] || sleep 1000', '--requeue');
    await expect.poll(() => stateOf(cluster, job), { timeout: 20_000 }).toBe('RUNNING|0|');
    await cluster.killNode('node1');
    expect(await stateOf(cluster, job)).toBe('PENDING|1|');
    cluster.startNode('node1');
    await cluster.hurry();
    await expect.poll(() => stateOf(cluster, job), { timeout: 40_000 }).toBe('COMPLETED|1|');
  });

  it('keeps a job whose node lost its daemon for a moment', async () => {
    const cluster = await started({ nodes: 1 });
    const job = await submit(cluster, 'sleep 6; echo "start $SLURM_RESTART_COUNT" over', '--requeue');
    await expect.poll(() => stateOf(cluster, job), { timeout: 20_000 }).toBe('RUNNING|0|');
    await cluster.killDaemon('node1');
    await wait(1000);
    cluster.startNode('node1');
    const printed = () => readFileSync(`${cluster.folder}/out`, 'utf8');
    await expect.poll(printed, { timeout: 40_000 }).toBe('start  over\n');
  });

  it('names the program of a command that fails', async () => {
    const cluster = await started({ nodes: 1 });
    await expect(cluster.run('sbatch', '--array=0-5000', '--wrap', 'true')).rejects.toThrow(
      /sbatch.*Invalid job array specification/s,
    );
  });
});
