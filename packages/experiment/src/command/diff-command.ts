import { Command } from 'commander';

/** `better-attention diff`: in what two reports or folders of records differ, and which numbers beyond noise. */
export function diffCommand(): Command {
  return new Command('diff')
    .description(
      'show in what two reports or folders of records differ: preset, data and settings, then verdicts and numbers',
    )
    .argument('<before>', 'a report (reports/paper) or a folder of run records (experiments/imdb/runs/paper)')
    .argument('<after>', 'what to set it against')
    .action(async (before: string, after: string) => {
      const { compareSnapshots, readSnapshot, renderChanges } = await import('@better-attention/reporting');
      const changes = compareSnapshots(await readSnapshot(before), await readSnapshot(after));
      console.log(renderChanges(changes));
    });
}
