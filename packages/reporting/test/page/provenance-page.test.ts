import { expect, it } from 'vitest';
import { provenancePage } from '../../src/page/provenance-page.js';
import { buildTrainingTable } from '../../src/training/build-training-table.js';
import { gridOfRuns, tableOf } from '../runs.js';

/** The page of runs of which every second was trained from another commit. */
function pageOf(seeds: number): string {
  const runs = gridOfRuns({ seeds }).map((run, at) => ({
    ...run,
    source: { ...run.source, commit: at % 2 === 0 ? 'aaa' : 'bbb' },
  }));
  return provenancePage([buildTrainingTable(tableOf(runs))]).main.markup;
}

it('names the runs of a value, and folds them where they are many', () => {
  expect(pageOf(3)).toMatch(/<li>aaa \(\d+ runs: [a-z]+-h4-seed0\.json/);
  expect(pageOf(3)).not.toContain('<details');
  expect(pageOf(30)).toMatch(
    /<li>aaa \(\d+ runs<details class="screen"><summary>Which<\/summary>[a-z]+-h4-seed0\.json/,
  );
});
