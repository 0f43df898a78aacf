import { Command } from 'commander';

/** `better-attention diff`: what changed from one report or folder of records to another, and whether beyond noise. */
export function diffCommand(): Command {
  return new Command('diff')
    .description('show which numbers and verdicts changed from one report or folder of records to another')
    .argument('<before>', 'a report (reports/paper) or a folder of run records (experiments/imdb/runs/paper)')
    .argument('<after>', 'what to set it against')
    .action(async (before: string, after: string) => {
      const { compareSnapshots, readSnapshot, renderChanges } = await import('@better-attention/reporting');
      const changes = compareSnapshots(await readSnapshot(before), await readSnapshot(after));
      console.log(renderChanges(changes));
    });
}
