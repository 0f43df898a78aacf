import type { TrainingTableInput } from '../input/tables.js';
import { convergenceOf, convergenceText } from '../training/convergence.js';
import type { Finding } from '../verdicts/finding.js';

/** A finding on a metric says how many of its runs had not converged; counts and times don't depend on that. */
export function withConvergence(table: TrainingTableInput, finding: Finding): Finding {
  if (!finding.measure.startsWith('test ')) return finding;
  const convergence = convergenceOf(table, finding.records);
  if (convergence.unconverged === 0) return finding;
  return {
    ...finding,
    sentence: `${finding.sentence} ${convergenceText(convergence)}`,
    unconverged: convergence.unconverged,
  };
}
