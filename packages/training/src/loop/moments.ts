import type { Trainer } from '../engine/engine.js';
import type { Checkpoint } from './checkpoint.js';
import type { LoopOptions } from './loop-options.js';

/** What of a checkpoint isn't held by the trainer. */
export type Position = Omit<Checkpoint, 'last'>;

/** The moments of a training at which it can be kept, and ends where it is asked to. */
export interface CheckpointMoments {
  /** Offers a moment, the last one where the signal is aborted. @throws the signal's reason after the last one */
  offer(position: Position): Promise<void>;
  /** Offers the last moment, at the position of the one before, where the signal is aborted. @throws the signal's reason after it */
  stopIfAsked(): Promise<void>;
}

/** The moments of a training that starts at a position. */
export function checkpointMoments(
  trainer: Trainer,
  start: Position,
  { epochs, onCheckpoint, signal }: Pick<LoopOptions, 'epochs' | 'onCheckpoint' | 'signal'>,
): CheckpointMoments {
  let position = start;
  const make = async (): Promise<Checkpoint> => ({
    ...position,
    epochs: [...position.epochs],
    last: position.epochs.length < epochs ? await trainer.snapshot() : undefined,
  });
  async function offer(next: Position): Promise<void> {
    position = next;
    const stopping = signal?.aborted === true;
    await onCheckpoint?.({ make, stopping });
    if (stopping) signal.throwIfAborted();
  }
  async function stopIfAsked(): Promise<void> {
    if (signal?.aborted) await offer(position);
  }
  return { offer, stopIfAsked };
}
