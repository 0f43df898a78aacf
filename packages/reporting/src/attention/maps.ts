import { type AttentionInput, type AttentionLayer, layerWeights } from '@better-attention/records';
import type { ReportTable } from '../report-table.js';

/** What one mechanism attends to in one example: the weights of its last layer. */
export interface Panel {
  mechanism: string;
  /** The file name of the run's record. */
  file: string;
  layer: string;
  heads: number;
  queries: number;
  keys: number;
  /** `[H × Lq × Lk]` */
  weights: Float32Array;
  /** Mean over heads, `[Lq × Lk]`. */
  mean: Float32Array;
}

/** One example beside what the mechanisms attend to in it. */
export interface ComparedExample {
  label: string;
  input: AttentionInput;
  /** In the order of the mechanisms. */
  panels: readonly Panel[];
}

/**
 * The examples that the runs of the main heads with the lowest seed hold maps of, each with a panel a mechanism.
 * Vocabularies differ between seeds, so seeds are never mixed.
 */
export function comparedExamples(table: ReportTable): ComparedExample[] {
  const runs = [...(table.attention ?? [])].flatMap(([file, maps]) => {
    const record = table.records.get(file);
    return record && record.heads === table.heads ? [{ file, maps, record }] : [];
  });
  const seed = Math.min(...runs.map(({ record }) => record.seed));
  const order = [...table.mechanisms, ...(table.baselines ?? [])];
  const compared = runs
    .filter(({ record }) => record.seed === seed)
    .sort((left, right) => order.indexOf(left.record.mechanism) - order.indexOf(right.record.mechanism));
  const examples = new Map<string, ComparedExample & { panels: Panel[] }>();
  for (const { file, maps, record } of compared) {
    for (const { label, input, layers } of maps.examples) {
      const last = layers.at(-1);
      if (!last) continue;
      const key = JSON.stringify([label, input]);
      const example = examples.get(key) ?? { label, input, panels: [] };
      examples.set(key, example);
      example.panels.push(panelOf(record.mechanism, file, last));
    }
  }
  return [...examples.values()];
}

function panelOf(mechanism: string, file: string, layer: AttentionLayer): Panel {
  const { name, heads, queries, keys } = layer;
  const weights = layerWeights(layer);
  const mean = new Float32Array(queries * keys);
  weights.forEach((weight, at) => {
    mean[at % mean.length] = (mean[at % mean.length] as number) + weight / heads;
  });
  return { mechanism, file, layer: name, heads, queries, keys, weights, mean };
}

/** The weights of one head, `[Lq × Lk]`. */
export function headOf({ weights, queries, keys }: Panel, head: number): Float32Array {
  return weights.subarray(head * queries * keys, (head + 1) * queries * keys);
}

/** A map as it is shown: weights of queries by keys, or for images what each patch receives, in their places. */
export interface ShownMap {
  values: Float32Array;
  width: number;
}

/**
 * @param weights `[Lq × Lk]`
 */
export function shownMap(input: AttentionInput, { queries, keys }: Panel, weights: Float32Array): ShownMap {
  const side = Math.sqrt(keys);
  if (input.kind !== 'image' || !Number.isInteger(side)) return { values: weights, width: keys };
  const received = new Float32Array(keys);
  weights.forEach((weight, at) => {
    received[at % keys] = (received[at % keys] as number) + weight / queries;
  });
  return { values: received, width: side };
}

/** The largest mean weight that any mechanism shows in an example: the bright end of all its maps. */
export function largestOf({ input, panels }: ComparedExample): number {
  return panels.reduce(
    (largest, panel) =>
      shownMap(input, panel, panel.mean).values.reduce((so, value) => Math.max(so, value), largest),
    0,
  );
}

/** The words beside the rows and above the columns of a layer's map; none for images. */
export function wordsOf(
  input: AttentionInput,
  { layer, queries, keys }: Panel,
): { rows: readonly string[]; columns: readonly string[] } {
  if (input.kind === 'image') return { rows: [], columns: [] };
  const fitting = (words: readonly string[], count: number) => (words.length === count ? words : []);
  if (input.kind === 'text') {
    return { rows: fitting(input.tokens, queries), columns: fitting(input.tokens, keys) };
  }
  const within = /encoder/i.test(layer) ? input.source : input.target;
  const crosses = /cross/i.test(layer);
  return {
    rows: fitting(crosses ? input.target : within, queries),
    columns: fitting(crosses ? input.source : within, keys),
  };
}
