/** What the tasks of an array run. */
export interface BatchScript {
  /** The ids of the units, by the index of their task. */
  readonly units: readonly string[];
  /** Options of `better-attention train` that each task is given. */
  readonly parameters: readonly string[];
  /** What runs `better-attention`: a program and its first parameters. */
  readonly command: readonly string[];
  /** The folder of the logs. */
  readonly logs: string;
}

/** The name of a task's log, as `sbatch` takes it: with the numbers of the array and of the task. */
export const LOG_PATTERN = 'slurm-%A-%a.log';

/** The same, as the shell of a task takes it. */
const LOG = 'slurm-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID.log';

/**
 * The script of an array. Each task becomes its unit's training (`exec`), so that Slurm's signals reach that alone and
 * once; the unit's log is a link to that of its last task.
 */
export function batchScript({ units, parameters, command, logs }: BatchScript): string {
  const task = [...command, 'launch', 'task'].map(quoted).join(' ');
  return `${[
    '#!/bin/bash',
    `units=(${units.map(quoted).join(' ')})`,
    `unit=\${units[$SLURM_ARRAY_TASK_ID]}`,
    `ln -sfn "${LOG}" ${quoted(logs)}/"\${unit##*/}.log"`,
    `exec ${task} "$unit" -- ${parameters.map(quoted).join(' ')}`,
  ].join('\n')}\n`;
}

/** A word that the shell takes as it is. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
