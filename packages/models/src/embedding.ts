import { uniform } from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import {
  add,
  gather,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

const INITIAL_LIMIT = 0.05;

/** A row for each token of the vocabulary, `[V, D]`, and for each position, `[L, D]`. */
export type EmbeddingParameters = { readonly token: Tensor2D; readonly position: Tensor2D };

/** Sizes of an embedding: V, the longest L, and D. */
export interface EmbeddingOptions {
  readonly vocabularySize: number;
  readonly length: number;
  readonly modelWidth: number;
}

/** Rows drawn uniformly from ±0.05, as Keras' `Embedding` starts: `[rows, D]`. */
export function initTable(random: RandomStream, rows: number, modelWidth: number): Tensor2D {
  return uniform(random, [rows, modelWidth], INITIAL_LIMIT) as Tensor2D;
}

/** The two tables before the first step. */
export function initEmbedding(
  random: RandomStream,
  { vocabularySize, length, modelWidth }: EmbeddingOptions,
): EmbeddingParameters {
  return {
    token: initTable(random.derive('token'), vocabularySize, modelWidth),
    position: initTable(random.derive('position'), length, modelWidth),
  };
}

/** How many numbers {@link initEmbedding} makes. */
export function embeddingParameterCount({ vocabularySize, length, modelWidth }: EmbeddingOptions): number {
  return (vocabularySize + length) * modelWidth;
}

/**
 * The rows of the tokens plus those of their positions: `[B, L]` int32 → `[B, L, D]`.
 * @throws when the tokens have another shape or type, or are longer than the position table
 */
export function embedding(tokens: Tensor, parameters: EmbeddingParameters): Tensor3D {
  const { position } = parameters;
  const length = requireTokens(tokens, position);
  return add(
    rowsOf(tokens, parameters),
    length === position.shape[0] ? position : slice(position, 0, length),
  );
}

/**
 * What {@link embedding} has at one position, `[1]` int32: `[B, L]` int32 → `[B, 1, D]`.
 * @throws as {@link embedding}
 */
export function embeddingAt(tokens: Tensor, at: Tensor1D, parameters: EmbeddingParameters): Tensor3D {
  requireTokens(tokens, parameters.position);
  return add(rowsOf(gather(tokens, at, 1), parameters), gather(parameters.position, at));
}

/** The rows of the tokens, without positions: `[B, L]` → `[B, L, D]`. */
function rowsOf(tokens: Tensor, { token }: EmbeddingParameters): Tensor3D {
  return reshape(gather(token, reshape(tokens, [-1])), [...tokens.shape, token.shape[1]] as [
    number,
    number,
    number,
  ]);
}

/** L, how many tokens a text has. */
function requireTokens(tokens: Tensor, { shape: [positions] }: Tensor2D): number {
  const length = tokens.shape[1] as number;
  if (tokens.rank !== 2 || tokens.dtype !== 'int32') {
    throw new Error(
      `embedding: expected tokens of shape [B, L] and int32, got [${tokens.shape}] ${tokens.dtype}`,
    );
  }
  if (length > positions) throw new Error(`embedding: expected at most ${positions} tokens, got ${length}`);
  return length;
}
