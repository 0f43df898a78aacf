/** Of two classifiers on the same examples: how many only one of them has right. */
export interface Discordant {
  readonly onlyLeft: number;
  readonly onlyRight: number;
}

/** Two-sided p values of McNemar's test that both are right equally often. */
export interface McNemar {
  /** Binomial; never above its level. */
  readonly exact: number;
  /** The observed count at half its probability: nearer to its level, and rarely above. */
  readonly midP: number;
}

/**
 * McNemar's test on one test set: whether two trained classifiers differ on the examples like these. It knows nothing of
 * other seeds.
 *
 * Source: McNemar (1947), Psychometrika 12(2); Fagerland, Lydersen and Laake (2013), “The McNemar test for binary
 * matched-pairs data: mid-p and asymptotic are better than exact conditional”, BMC Medical Research Methodology 13.
 */
export function mcnemarTest({ onlyLeft, onlyRight }: Discordant): McNemar {
  const [fewer, all] = [Math.min(onlyLeft, onlyRight), onlyLeft + onlyRight];
  let probability = Math.exp(logChoose(all, fewer) - all * Math.LN2);
  const observed = probability;
  let below = 0;
  for (let count = fewer; count > 0; count--) {
    probability *= count / (all - count + 1);
    below += probability;
  }
  return { exact: Math.min(1, 2 * (below + observed)), midP: Math.min(1, 2 * below + observed) };
}

/** The logarithm of the number of ways to choose `count` of `all`. */
function logChoose(all: number, count: number): number {
  let sum = 0;
  for (let each = 1; each <= count; each++) sum += Math.log((all - count + each) / each);
  return sum;
}
