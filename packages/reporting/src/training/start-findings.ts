import type { TrainingTableInput } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { capitalised } from '../text/format.js';
import { startContrasts } from './start-ablation.js';
import { smallestSizeSentence, startsFinding } from './start-size-text.js';
import { startDifferences } from './start-sizes.js';

/** A table whose starts of W^A were compared. */
interface Started {
  readonly input: TrainingTableInput;
  readonly summaries: readonly Summary[];
}

/**
 * What the start of W^A was found to do, a sentence each: where others are better or worse than the default with the numbers of
 * the fewest training examples, or where only all were trained on, by how much. Nothing without such runs.
 */
export function startFindings({ input, summaries }: Started): string[] {
  const differences = startDifferences(input);
  if (differences.length === 0) return startContrasts(input, summaries);
  const finding = startsFinding(input, differences);
  return [...(finding ? [`${capitalised(finding)}.`] : []), smallestSizeSentence(input, differences)];
}
