/**
 * Files written whole or not at all, and folders that one process owns at a time.
 *
 * @module @better-attention/files
 */
export {
  type Claim,
  type Claimant,
  type ClaimantOptions,
  claimant,
  heldFolder,
  holderOf,
  LostClaimError,
  type WaitOptions,
} from './claim.js';
export { type Holder, isGone, isHere } from './holder.js';
export { type Content, clearLeftovers, writeAtomically } from './write-atomically.js';
