import nodeUtilities from 'node:util';

/** A module whose functions may be missing. */
type Utilities = Record<string, unknown>;

/**
 * Puts back the functions of `node:util` that tfjs-node calls and that Node 23 removed (tfjs-node 4.22.0:
 * `isNullOrUndefined`, `isArray`); those that are there stay.
 */
export function restoreRemovedUtilities(utilities = nodeUtilities as unknown as Utilities): void {
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  utilities.isArray ??= Array.isArray;
}
