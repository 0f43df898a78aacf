import { readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type Claim, type Claimant, type Holder, holderOf, LostClaimError } from '@better-attention/files';

/** Milliseconds between two looks at what other processes hold. */
const POLL = 500;

/** Work in parts that several processes share: each part is done by one. */
export interface SharedWork<Part> {
  /** The folder that stands for a part. */
  claimPath(part: Part): string;
  /** Whether a part is still to be done; asked again once it is claimed, as another process may have done it meanwhile. */
  isLeft(part: Part): Promise<boolean>;
  /** Does a part; the files in the claim's folder are removed afterwards. */
  work(part: Part, claim: Claim): Promise<void>;
  /** Told why a part could not be done; what is kept of it stays. The others follow unless it throws. */
  failed(part: Part, error: unknown): void;
  /** Told that another process took a part over, because this one had stopped for a while. */
  lost(part: Part): void;
  /** Told again and again while nothing is left but what other processes hold. */
  waiting(part: Part, holder: Holder | undefined): void;
  readonly signal: AbortSignal;
}

/** Does the parts one after another, leaves those alone that a living process holds, and waits for them at the end. */
export async function shareWork<Part>(
  parts: readonly Part[],
  claims: Claimant,
  shared: SharedWork<Part>,
): Promise<void> {
  const { claimPath, isLeft, waiting, signal } = shared;
  let left = parts;
  while (left.length > 0) {
    const held: Part[] = [];
    for (const part of left) {
      signal.throwIfAborted();
      if (!(await isLeft(part))) continue;
      const claim = await claims.tryClaim(claimPath(part));
      if (claim === undefined || !(await workOn(part, claim, shared))) held.push(part);
    }
    const [first] = held;
    if (first !== undefined && held.length === left.length) {
      waiting(first, await holderOf(claimPath(first)));
      await setTimeout(POLL, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    left = held;
  }
}

/** Does a claimed part; gives whether this process need not look after it any more. */
async function workOn<Part>(
  part: Part,
  claim: Claim,
  { isLeft, work, failed, lost }: SharedWork<Part>,
): Promise<boolean> {
  try {
    if (await isLeft(part)) await work(part, claim);
    await claim.finish();
  } catch (error) {
    await letGo(claim);
    if (error instanceof LostClaimError) {
      lost(part);
      return false;
    }
    failed(part, error);
  }
  return true;
}

/** Lets go of a claim; its folder stays where something is kept in it beside the holder's own file. */
async function letGo(claim: Claim): Promise<void> {
  await claim.release();
  const kept = await readdir(claim.folder).catch(() => []);
  if (kept.length === 0) await claim.finish();
}
