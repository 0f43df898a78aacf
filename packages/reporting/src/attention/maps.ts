import {
  type AttentionExample,
  type AttentionInput,
  type AttentionLayer,
  layerWeights,
} from '@better-attention/records';
import { isBaseline, type TrainingTableInput } from '../input/tables.js';
import { shortened } from '../text/format.js';
import { withClassNames } from './class-names.js';

/** Characters of a title at most. */
const TITLE_LENGTH = 40;

/** What one mechanism attends to in one example: the weights of its last layer. */
export interface Panel {
  readonly mechanism: string;
  /** Whether it stands outside the paper's comparison. */
  readonly isBaseline: boolean;
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
  /** What it is: its class, `apple`, or its source sentence. */
  readonly title: string;
  /** Where it stands: `test image 1`. */
  readonly place: string;
  /** Whether an earlier example has the same class. */
  readonly isRepeated: boolean;
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
      const { mechanism } = record;
      const own = { mechanism, isBaseline: isBaseline(table, mechanism), file };
      const panel = panelOf(own, input, last);
      if (panel.keys === 1) continue;
      const key = JSON.stringify([label, input]);
      const example = examples.get(key) ?? {
        ...namesOf({ label, input }, [...examples.values()]),
        input,
        panels: [],
      };
      examples.set(key, example);
      example.panels.push(panel);
    }
  }
  return [...examples.values()];
}

/** `test image 1: apple` as its class and its place; of sentences the source stands for a class. */
function namesOf(
  { label, input }: Pick<AttentionExample, 'label' | 'input'>,
  before: readonly ComparedExample[],
): Pick<ComparedExample, 'title' | 'place' | 'isRepeated'> {
  const [, place = label, name] = /^(.*?): (.*)$/s.exec(label) ?? [];
  const own = input.kind === 'translation' ? input.source.filter(Boolean).join(' ') : place;
  const title = withClassNames(name ?? shortened(own, TITLE_LENGTH));
  return { title, place, isRepeated: before.some((example) => example.title === title) };
}

function panelOf(
  own: Pick<Panel, 'mechanism' | 'isBaseline' | 'file'>,
  input: AttentionInput,
  layer: AttentionLayer,
): Panel {
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
  return { ...own, name, heads, queries, keys, weights, mean };
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
 * The largest multiple of the uniform weight that the mean map of any of the paper's mechanisms has of an example: one end of
 * the colours of all its maps, wherever they are shown, the other being its reciprocal. Baselines set it where they are alone.
 */
export function reachOf({ input, panels }: Pick<ComparedExample, 'input' | 'panels'>): number {
  const compared = panels.filter((panel) => !panel.isBaseline);
  const peaks = (compared.length > 0 ? compared : panels).map((panel) => peakOf(input, panel));
  return Math.max(LEAST_REACH, ...peaks);
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
