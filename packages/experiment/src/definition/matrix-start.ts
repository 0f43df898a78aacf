import { MATRIX_STARTS, type MatrixStart, mechanism } from '@better-attention/attention';

const OPTION = 'alignmentStart';
const [DEFAULT, ...OTHERS] = MATRIX_STARTS;

/** A start of W^A that isn't the default. */
export type AblatedStart = Exclude<MatrixStart, typeof DEFAULT>;

/** The starts of W^A that an ablation sets beside the default. */
export const ABLATED_STARTS: readonly AblatedStart[] = OTHERS;

/** Whether a mechanism of the registry has a W^A whose start can be chosen. */
export function hasMatrixStart(name: string): boolean {
  return mechanism(name).optionNames.includes(OPTION);
}

/** The options of a mechanism that starts so; none where it starts as it does by default. */
export function startOptions(start: string | undefined): { readonly alignmentStart?: string } {
  return start === undefined ? {} : { [OPTION]: start };
}
