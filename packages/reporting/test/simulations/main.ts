import { randomStream } from '@better-attention/random';
import { seedsToDecide } from '@better-attention/statistics';
import { familyOf } from '../../src/verdicts/families.js';
import { LIKE_STANDARD, OUTPERFORMS } from '../../src/verdicts/hypotheses.js';
import { decisionsOn, INTERVALS, judged, rateOf, SEEDS, type Truth } from './judgement.js';

/*
 * Prints the error rates of docs/decisions/judgement.md, as Markdown:
 * node --conditions=@better-attention/source --import=./scripts/sources.js packages/reporting/test/simulations/main.ts [repetitions]
 */
const repetitions = Number(process.argv[2] ?? 10_000);
const random = randomStream(0, 'judgement');
const COUNTS = [3, 5, 10];
const MARGIN = 0.5;

const share = (value: number) => `${(100 * value).toFixed(1)} %`;
const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
const table = (title: string, columns: readonly string[]) => {
  console.log('');
  row([title, ...columns]);
  row(['---', ...columns.map(() => '---:')]);
};

table(
  '95 % interval of',
  COUNTS.map((seeds) => `${seeds} seeds`),
);
for (const [name, covers] of Object.entries(INTERVALS)) {
  const rates = COUNTS.map((seeds) =>
    rateOf({ random: random.derive(name, seeds), repetitions }, (stream) => covers(stream, seeds)),
  );
  row([name, ...rates.map(share)]);
}

const TRUTHS: Readonly<Record<string, readonly [Omit<Truth, 'seeds'>, 'supported' | 'contradicted']>> = {
  'claim 3 contradicted, no difference anywhere': [
    { hypothesis: LIKE_STANDARD, margin: MARGIN, difference: () => 0 },
    'contradicted',
  ],
  'claim 3 contradicted, all worse by just the margin': [
    { hypothesis: LIKE_STANDARD, margin: MARGIN, difference: () => -MARGIN },
    'contradicted',
  ],
  'claim 4 contradicted, all better by just the margin': [
    { hypothesis: OUTPERFORMS, margin: MARGIN, difference: () => MARGIN },
    'contradicted',
  ],
  'claim 4 contradicted, no difference anywhere, margin 0.01': [
    { hypothesis: OUTPERFORMS, margin: 0.01, difference: () => 0 },
    'contradicted',
  ],
  'claim 3 supported, one mechanism worse by just the margin, all others alike': [
    { hypothesis: LIKE_STANDARD, margin: 5, difference: (part) => (part === 0 ? -5 : 0) },
    'supported',
  ],
  'claim 4 supported, one data set without a gain, all others with one': [
    { hypothesis: OUTPERFORMS, margin: MARGIN, difference: (part) => (part === 0 ? 0 : 50) },
    'supported',
  ],
};

table(
  'wrongly, over all data sets',
  COUNTS.map((seeds) => `${seeds} seeds`),
);
for (const [name, [truth, verdict]] of Object.entries(TRUTHS)) {
  const rates = COUNTS.map((seeds) =>
    rateOf({ random: random.derive(name, seeds), repetitions }, (stream) => {
      return judged(stream, { ...truth, seeds }).all === verdict;
    }),
  );
  row([name, ...rates.map(share)]);
}

table('a difference of zero is taken for one', ['of the time']);
for (const [name, errs] of Object.entries(SEEDS)) {
  const few = name.includes('pilot') ? Math.ceil(repetitions / 4) : repetitions;
  row([name, share(rateOf({ random: random.derive(name), repetitions: few }, errs))]);
}

table('seeds that decide with 80 % power, margin 0.5', ['seeds', 'decided']);
for (const [name, hypothesis, difference] of [
  ['claim 3, no difference', LIKE_STANDARD, 0],
  ['claim 3, worse by 1.5', LIKE_STANDARD, -1.5],
  ['claim 4, better by 0.8', OUTPERFORMS, 0.8],
  ['claim 4, worse by 0.8', OUTPERFORMS, -0.8],
  ['claim 4, no difference', OUTPERFORMS, 0],
] as const) {
  const family = familyOf('imdb', { mechanisms: hypothesis.mechanisms.length });
  const rule = hypothesis.rule(MARGIN, family);
  const seeds = seedsToDecide({ difference, deviation: 1, rule }) as number;
  const decided = rateOf({ random: random.derive(name), repetitions }, (stream) => {
    const [decision] = decisionsOn(stream, { hypothesis, seeds, margin: MARGIN }, [difference]);
    return decision?.verdict !== 'open';
  });
  row([name, `${seeds}`, share(decided)]);
}
