import { type AttentionInput, type AttentionLayer, layerWeights } from '@better-attention/records';
import type { TrainingTableInput } from '../input/tables.js';

/** What one mechanism attends to in one example: the weights of its last layer. */
export interface Panel {
  readonly mechanism: string;
  /** The file name of the run's record. */
  readonly file: string;
  /** The layer's name. */
  readonly name: string;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  /** `[H × Lq × Lk]` */
  readonly weights: Float32Array;
  /** Mean over heads, `[Lq × Lk]`. */
  readonly mean: Float32Array;
}

/** One example beside what the mechanisms attend to in it. */
export interface ComparedExample {
  readonly label: string;
  readonly input: AttentionInput;
  /** In the order of the mechanisms. */
  readonly panels: readonly Panel[];
}

/**
 * The examples that the runs of the main heads with the lowest seed hold maps of, each with a panel a mechanism.
 * Vocabularies differ between seeds, so seeds are never mixed. Where there is one key alone, there is nothing to compare.
 */
export function comparedExamples(table: TrainingTableInput): ComparedExample[] {
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
      const panel = panelOf(record.mechanism, file, input, last);
      if (panel.keys === 1) continue;
      const key = JSON.stringify([label, input]);
      const example = examples.get(key) ?? { label, input, panels: [] };
      examples.set(key, example);
      example.panels.push(panel);
    }
  }
  return [...examples.values()];
}

function panelOf(mechanism: string, file: string, input: AttentionInput, layer: AttentionLayer): Panel {
  const { name, heads } = layer;
  const words = wordsOf(input, layer);
  const queries = withoutPadding(words.rows) || layer.queries;
  const keys = withoutPadding(words.columns) || layer.keys;
  const weights = layerWeights(layer).filter((_, at) => {
    const [query, key] = [Math.floor(at / layer.keys) % layer.queries, at % layer.keys];
    return query < queries && key < keys;
  });
  const mean = new Float32Array(queries * keys);
  weights.forEach((weight, at) => {
    mean[at % mean.length] = (mean[at % mean.length] as number) + weight / heads;
  });
  return { mechanism, file, name, heads, queries, keys, weights, mean };
}

/** How many words stand before the padding at the end. */
function withoutPadding(words: readonly string[]): number {
  return words.findLastIndex((word) => word !== '') + 1;
}

/** The weights of one head, `[Lq × Lk]`. */
export function headOf({ weights, queries, keys }: Panel, head: number): Float32Array {
  return weights.subarray(head * queries * keys, (head + 1) * queries * keys);
}

/** A map as it is shown: of queries by keys, or for images what each patch receives, in their places. */
export interface ShownMap {
  /** Weights as multiples of the uniform weight, `1 / n` of a query that attends to n keys; 0 where nothing is attended to. */
  readonly ratios: Float32Array;
  readonly width: number;
}

/**
 * @param weights `[Lq × Lk]`, of a head; the mean over heads unless told
 */
export function shownMap(input: AttentionInput, panel: Panel, weights = panel.mean): ShownMap {
  const { queries, keys, mean } = panel;
  const attended = Array.from(
    { length: queries },
    (_, query) => mean.subarray(query * keys, (query + 1) * keys).filter((weight) => weight > 0).length,
  );
  const ratios = weights.map((weight, at) => weight * (attended[Math.floor(at / keys)] as number));
  const side = Math.sqrt(keys);
  if (input.kind !== 'image' || !Number.isInteger(side)) return { ratios, width: keys };
  const received = new Float32Array(keys);
  ratios.forEach((ratio, at) => {
    received[at % keys] = (received[at % keys] as number) + ratio / queries;
  });
  return { ratios: received, width: side };
}

/** Below this many times the uniform weight, colours would show rounding. */
const LEAST_REACH = 1.01;

/**
 * The largest multiple of the uniform weight that any mechanism's mean map of an example has: one end of the colours of
 * all its maps, the other being its reciprocal.
 */
export function reachOf({ input, panels }: ComparedExample): number {
  return Math.max(LEAST_REACH, ...panels.map((panel) => peakOf(input, panel)));
}

/** The largest multiple of the uniform weight in a mechanism's mean map. */
export function peakOf(input: AttentionInput, panel: Panel): number {
  return shownMap(input, panel).ratios.reduce((largest, ratio) => Math.max(largest, ratio), 0);
}

/** `1/2.6× to 2.6×`: what the ends of the colours stand for. */
export function scaleText(example: ComparedExample): string {
  const reach = ratioText(reachOf(example));
  return `1/${reach} to ${reach}`;
}

/** `1.01×`, `2.6×`, `14×` */
export function ratioText(ratio: number): string {
  if (ratio >= 10) return `${ratio.toFixed(0)}×`;
  return `${ratio.toFixed(ratio >= 2 ? 1 : 2)}×`;
}

/**
 * The words beside the rows and above the columns of a layer's map, without those that the map leaves out; none for
 * images, and none above columns that aren't words: Linformer's keys are mixed of all positions.
 */
export function wordsOf(
  input: AttentionInput,
  { name, queries, keys }: Pick<AttentionLayer, 'name' | 'queries' | 'keys'>,
): { rows: readonly string[]; columns: readonly string[] } {
  if (input.kind === 'image') return { rows: [], columns: [] };
  const fitting = (words: readonly string[], count: number) =>
    words.length >= count ? words.slice(0, count) : [];
  if (input.kind === 'text') {
    const words = fitting(input.tokens, queries);
    return { rows: words, columns: keys === queries ? words : [] };
  }
  const crosses = name === 'decoder to encoder';
  const within = name === 'encoder' ? input.source : input.target;
  return {
    rows: fitting(crosses ? input.target : within, queries),
    columns: fitting(crosses ? input.source : within, keys),
  };
}
