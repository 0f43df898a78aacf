import { hash } from 'node:crypto';
import { contentsHash } from '../dataset/contents.js';
import type { Digest } from '../origin/digest.js';
import type { ImageShape } from './image-shape.js';
import type { PixelStore } from './pixel-store.js';

/** The images of a part, and their classes. */
export interface Images extends ImageShape {
  readonly labels: Int32Array;
  /** Where the height × width × channels bytes of the images lie. */
  readonly store: PixelStore;
  /** What is known of each image of the store. */
  readonly survey: Survey;
  /** The number of each image in the store. */
  readonly records: Uint32Array;
}

/** What is known of images that were seen, one after another. */
export interface Survey {
  /** SHA-256 of the bytes of each image. */
  readonly keys: string[];
  /** Of each image, the sum of each channel's bytes, then those of their squares; all exact. */
  readonly sums: number[];
}

/** Mean and standard deviation of each channel, over the pixels of the training images. */
export interface ImageStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** A survey of no images yet. */
export function emptySurvey(): Survey {
  return { keys: [], sums: [] };
}

/** Adds an image to a survey. */
export function surveyImage({ keys, sums }: Survey, image: Uint8Array, channels: number): void {
  keys.push(hash('sha256', image, 'base64'));
  const squares: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let square = 0;
    for (let position = channel; position < image.length; position += channels) {
      const value = image[position] as number;
      sum += value;
      square += value * value;
    }
    sums.push(sum);
    squares.push(square);
  }
  sums.push(...squares);
}

/** The key of each image of a part. */
export function keysOf({ records, survey }: Images): string[] {
  return Array.from(records, (record) => survey.keys[record] as string);
}

/** Mean and deviation of each channel of a part. A channel of one value has deviation 1. */
export function statisticsOf({ records, survey, store, channels }: Images): ImageStatistics {
  const count = (records.length * store.length) / channels;
  const average = (column: number) => {
    let total = 0;
    for (const record of records) total += survey.sums[record * 2 * channels + column] as number;
    return total / count;
  };
  const mean = Array.from({ length: channels }, (_, channel) => average(channel));
  const deviation = mean.map((value, channel) => Math.sqrt(average(channels + channel) - value ** 2) || 1);
  return { mean, deviation };
}

/** The contents of both parts: of an image, its class and its key. */
export function contentsOf(
  parts: Record<'train' | 'test', Images>,
  keys: Record<'train' | 'test', string[]>,
): Digest {
  const contents = contentsHash();
  for (const part of ['train', 'test'] as const) {
    const { labels, store } = parts[part];
    for (const [position, label] of labels.entries()) {
      contents.add(`${part} ${label} ${keys[part][position]}`, store.length);
    }
  }
  return contents.digest();
}
