/** A cluster on this machine, as its `slurm.conf` describes it. */
export interface Configuration {
  /** Where keys, state, spools and logs lie. */
  readonly folder: string;
  /** Who runs the daemons; jobs are this user's. */
  readonly user: string;
  /** This machine's name without its domain. */
  readonly host: string;
  readonly controllerPort: number;
  readonly nodes: readonly { readonly name: string; readonly port: number }[];
  readonly cpusPerNode: number;
  /** Tasks of a job array. */
  readonly maxArraySize: number;
}

/** The megabytes that a node has to give away; nothing enforces them. */
const NODE_MEMORY = 8000;

/** The socket over which munge vouches for a user. */
export const mungeSocket = (folder: string) => `${folder}/munge/socket`;

/** The text of `slurm.conf`. */
export function slurmConfiguration(cluster: Configuration): string {
  const { folder, user, host, controllerPort, nodes, cpusPerNode, maxArraySize } = cluster;
  return `${[
    'ClusterName=testing',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${controllerPort}`,
    `SlurmUser=${user}`,
    `SlurmdUser=${user}`,
    'AuthType=auth/munge',
    `AuthInfo=socket=${mungeSocket(folder)}`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/%n`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/%n.pid`,
    'SlurmdParameters=config_overrides',
    'SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core_Memory',
    'ReturnToService=2',
    `MaxArraySize=${maxArraySize}`,
    'AccountingStorageType=accounting_storage/none',
    'JobAcctGatherType=jobacct_gather/none',
    'MpiDefault=none',
    'MailProg=/bin/true',
    ...nodes.map(
      ({ name, port }) =>
        `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${port} CPUs=${cpusPerNode} RealMemory=${NODE_MEMORY}`,
    ),
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ].join('\n')}\n`;
}
