import { baselineMechanisms, paperMechanisms } from '@better-attention/attention';
import { oneOf } from '../support/failure.js';

const STANDARD = 'standard';
const KNOWN: readonly string[] = [...paperMechanisms, ...baselineMechanisms];

/** Mechanisms that another is set beside: Standard, and those that are asked for besides. @throws Failure when one is unknown */
export function standardFirst(against: readonly string[]): string[] {
  return [...new Set([STANDARD, ...against.map((name) => oneOf(KNOWN, name, 'mechanism'))])];
}
