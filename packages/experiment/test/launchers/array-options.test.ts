import { describe, expect, it } from 'vitest';
import {
  type ArrayRequest,
  arrayOptions,
  describeResources,
  slurmOptions,
} from '../../src/launchers/array-options.js';

const request: ArrayRequest = {
  name: 'imdb-paper',
  units: [
    { seconds: 40, memoryBytes: 400e6 },
    { seconds: 3600, memoryBytes: 2 ** 31 },
  ],
  setting: { parameters: [], threads: 4, slurm: ['--partition=gpu', '--time=5'] },
  directory: '/home/a person/repository',
  logs: '/home/100 %/logs',
};

describe('the options of an array', () => {
  it('ask for what its largest unit takes, with a margin, and end with those of a person', () => {
    expect(arrayOptions(request)).toEqual([
      '--job-name=imdb-paper',
      '--array=0-1',
      '--chdir=/home/a person/repository',
      '--output=/home/100 %%/logs/slurm-%A-%a.log',
      '--open-mode=append',
      '--export=ALL',
      '--requeue',
      '--signal=B:TERM@60',
      '--ntasks=1',
      '--cpus-per-task=4',
      '--time=121',
      '--mem=3072M',
      '--partition=gpu',
      '--time=5',
    ]);
    expect(describeResources(request)).toBe('4 cores, 3,072 MiB, 121 min, --partition=gpu, --time=5');
  });

  it('ask for ten minutes and a gibibyte at least', () => {
    const small = { ...request, units: [{ seconds: 3, memoryBytes: 1e6 }] };
    expect(arrayOptions(small)).toEqual(expect.arrayContaining(['--array=0-0', '--time=10', '--mem=1024M']));
  });

  it('leave to the partition what is not known of every unit', () => {
    const unknown = { ...request, units: [...request.units, { seconds: null, memoryBytes: null }] };
    const options = arrayOptions({ ...unknown, setting: { ...request.setting, slurm: [] } });
    expect(options.join(' ')).not.toMatch(/--time|--mem/);
    expect(describeResources(unknown)).toMatch(/^4 cores, memory as the partition gives, time as/);
  });

  it('say how many tasks run at once, and which array has to end before', () => {
    const options = arrayOptions({ ...request, setting: { ...request.setting, concurrent: 3 }, after: '17' });
    expect(options).toEqual(expect.arrayContaining(['--array=0-1%3', '--dependency=afterany:17']));
  });
});

describe('options of sbatch that a person adds', () => {
  it('are told apart by blanks', () => {
    expect(slurmOptions(' --partition=gpu  -A lab --exclusive ')).toEqual([
      '--partition=gpu',
      '-A',
      'lab',
      '--exclusive',
    ]);
  });

  it.each([
    ['train.sh', 'expected options of sbatch like --partition=gpu, got train.sh'],
    ['--exclusive train.sh', 'got train.sh'],
    ["--comment='a b'", "--comment='a: quotes are not understood"],
    ['--array=0-9', '--array=0-9 is set by the launcher itself'],
    ['-a 0-9', '-a is set by the launcher itself'],
    ['-o/tmp/x', '-o/tmp/x is set by the launcher itself'],
    ['--wrap=true', '--wrap=true is set by the launcher itself'],
  ])('are refused: %s', (text, message) => {
    expect(() => slurmOptions(text)).toThrow(message);
  });
});
